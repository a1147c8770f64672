/** The work of bench/peers as a process of Praxis: ten steps, each of which returns one small value. */
import { contract, process as defineProcess } from "praxis";
import { z } from "zod";
import { outcome, stepsPerRun } from "../peers/engine.ts";

export const answerSchema = z.object({ n: z.int(), text: z.string() });

const step = contract("bench.step", {
  tier: "T0",
  input: z.object({ n: z.int() }),
  output: answerSchema,
  perform: ({ n }) => outcome(n),
});

export const tenSteps = defineProcess("ten steps", { on: "Begin", input: z.object({}) }, async (run) => {
  let last = { n: -1, text: "" };
  for (let n = 0; n < stepsPerRun; n++) last = await run.do(step, { n });
  return last;
});
