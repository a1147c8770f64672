/**
 * One run of very many steps: `long-run.ts <folder> <steps> begin` starts it and dies by SIGKILL when it is about to take the last one; `... resume` revives it, and tells when it
 * took its next step.
 */
import { contract, process as defineProcess } from "praxis";
import { z } from "zod";
import { outcome } from "../peers/engine.ts";
import { openPraxis } from "../praxis/open-praxis.ts";

const [root = "", steps = "", what = ""] = process.argv.slice(2);
const last = Number(steps);
const loadedAt = Date.now();
let startedAt = 0;

const step = contract("bench.step", {
  tier: "T0",
  input: z.object({ n: z.int() }),
  output: z.object({ n: z.int(), text: z.string() }),
  perform({ n }) {
    if (what === "begin" && n === last) process.kill(process.pid, "SIGKILL");
    if (what === "resume") tell(n);
    return outcome(n);
  },
});
const long = defineProcess("long", { on: "Begin", input: z.object({}) }, async (run) => {
  for (let n = 0; n <= last; n++) await run.do(step, { n });
});

const { praxis, log, ports } = openPraxis(root);
const openedAt = Date.now();
praxis.load([long]);
startedAt = Date.now();
praxis.start();
if (what === "begin") {
  const id = ports.newId();
  const begun = { process: "long", input: {}, account: "default", subject: null, trigger: null, parent: null };
  log.write((transaction) => praxis.engine.startIn(transaction, id, begun, { principal: "bench", correlation: id }));
}

function tell(recorded: number): never {
  const { user, system } = process.cpuUsage();
  const movedAt = Date.now();
  process.stdout.write(
    `${JSON.stringify({ recorded, loadedAt, openedAt, startedAt, movedAt, cpuMs: (user + system) / 1_000 })}\n`,
  );
  process.kill(process.pid, "SIGKILL");
  throw new Error("It was killed.");
}
