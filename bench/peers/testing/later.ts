import { appendEngine } from "./append-engine.ts";

export const engine = appendEngine("later");
