/** Loaded into a server before everything else (NODE_OPTIONS=--import): the state of each run, while it is live, goes into the file that PRAXIS_NOTED_STATES names, a line each. */
import { appendFileSync } from "node:fs";
import { watchStates } from "../../src/assembly/testing/live-states.ts";
import { Engine } from "../../src/engine/engine.ts";

const file = process.env.PRAXIS_NOTED_STATES ?? "";

watchStates(Engine.prototype, (run, number, hash) => appendFileSync(file, `${JSON.stringify([run, number, hash])}\n`));
