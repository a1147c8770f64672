/**
 * A server over a folder with a year of a busy shop, in a process of its own, so that what measures it takes nothing from it. Nothing is executed.
 *
 * `node --conditions=praxis-source bench/serve-folder.ts <folder> <runs> <open gates> <events of the long run>`: prints where it listens, and ends with its input.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { assemble, projections } from "../src/assembly/assemble.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { noFailpoints } from "../src/kernel/failpoints.ts";
import { idSource } from "../src/kernel/ids.ts";
import { SystemRandom } from "../src/kernel/random.ts";
import { openLog } from "../src/log/sqlite/open-log.ts";
import { createServer } from "../src/server/create-server.ts";
import { listen } from "../src/server/listen.ts";
import { fillFolder } from "./fill-folder.ts";

const [root = "", runs, openGates, longRun] = process.argv.slice(2);
const localToken = "bench";
let now = systemClock.now();
const clock = { ...systemClock, now: () => now };
const random = new SystemRandom();
const ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
const isFilled = existsSync(join(root, "data"));
const { log, ownership } = openLog({
  folder: join(root, "data"),
  anchorFolder: join(root, "anchors"),
  ports,
  projections,
  fatal: (error) => {
    throw error;
  },
});
if (!isFilled) {
  const sizes = { runs: Number(runs), openGates: Number(openGates), longRun: Number(longRun) };
  await fillFolder(log, sizes, now, (at) => {
    now = at;
  });
}
now = systemClock.now();
const transport = () => Promise.reject(new Error("nothing is sent"));
const praxis = assemble({ log, ports, transport, secrets: { value: () => undefined } });
const listening = await listen(createServer(praxis, { version: "bench", localToken }), { port: 0 });
console.log(JSON.stringify({ url: listening.url, token: localToken }));

process.stdin.resume();
process.stdin.on("end", async () => {
  await listening.close(0);
  praxis.stop();
  log.close();
  ownership.release();
});
