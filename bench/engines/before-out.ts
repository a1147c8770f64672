/** Praxis, where outcomes are on disk before anything leaves the process: an effect, an answer, "done". */
import { praxisEngine } from "./praxis-engine.ts";

export const engine = praxisEngine("before out");
