/** Praxis, where each outcome is on disk before the next step is called. */
import { praxisEngine } from "./praxis-engine.ts";

export const engine = praxisEngine("before next");
