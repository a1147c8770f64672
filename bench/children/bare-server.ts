/**
 * The HTTP server without Praxis: the same framework and adaptor; a request is answered at once, with the same words, and its body is not read. Each line that it is told is answered with the
 * processor time that it has used. `bare-server.ts busy` works all the time, a millisecond in each round of the event loop: what a machine makes of that alone.
 */
import { createInterface } from "node:readline";
import { Hono } from "hono";
import { listen } from "../../src/server/listen.ts";
import { cpuUsed } from "./spawn-child.ts";

const app = new Hono();
app.post("/hooks/:source", (context) => context.json({ status: "accepted", runs: [] }, 202));
const listening = await listen(app, { port: 0 });
process.stdout.write(`${JSON.stringify({ port: listening.port })}\n`);
if (process.argv[2] === "busy") setImmediate(work);
for await (const _word of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(cpuUsed())}\n`);
await listening.close(0);
process.exit(0);

function work(): void {
  const until = performance.now() + 1;
  while (performance.now() < until);
  setImmediate(work);
}
