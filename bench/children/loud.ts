/**
 * A sender that does not listen: `loud.ts <port> <orders a second> <seconds> <connections>`. It sends at that pace whatever it is told, as long as one of its connections is free, and tells what came of it.
 */
import { randomUUID } from "node:crypto";
import { Connection, postBytes } from "../praxis/post-load.ts";
import { signedOrder } from "./signed-hook.ts";

const [port = 0, perSecond = 0, seconds = 0, connections = 0] = process.argv.slice(2).map(Number);
const requests = Array.from({ length: Math.ceil(perSecond * seconds) }, () => {
  const { headers, body } = signedOrder(randomUUID(), "loud");
  return postBytes(port, "/hooks/orders", headers, body);
});
const free = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
const tell = (told: unknown) => process.stdout.write(`${JSON.stringify(told)}\n`);
tell({ ready: requests.length });

const byStatus: Record<string, number> = {};
const begun = performance.now();
let due = 0;
let sent = 0;
const send = async (connection: Connection, request: Buffer) => {
  const status = await connection.post(request);
  byStatus[status] = (byStatus[status] ?? 0) + 1;
  free.push(connection);
};
while (performance.now() - begun < seconds * 1_000) {
  const now = Math.min(requests.length, Math.floor(((performance.now() - begun) * perSecond) / 1_000));
  for (; due < now; due++) {
    const request = requests[due];
    const connection = request && free.pop();
    // Nobody is free to send it: it is left out, not sent later.
    if (!connection) continue;
    sent += 1;
    void send(connection, request);
  }
  await new Promise((resolve) => setTimeout(resolve, 2));
}
for (const deadline = performance.now() + 10_000; free.length < connections && performance.now() < deadline; )
  await new Promise((resolve) => setTimeout(resolve, 10));
for (const connection of free) connection.close();
tell({ sent, due, byStatus });
process.exit(0);
