/** The run, in the words of the Workflow SDK, whose compiler takes this file apart: the steps run in Node, the workflow where nothing of Node is. */
import { outcome } from "../engine.ts";

async function step(n: number) {
  "use step";
  return outcome(n);
}

export async function tenSteps(steps: number) {
  "use workflow";
  let last = { n: -1, text: "" };
  for (let n = 0; n < steps; n++) last = await step(n);
  return last;
}
