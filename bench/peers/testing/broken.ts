import { appendEngine } from "./append-engine.ts";

export const engine = {
  ...appendEngine("later"),
  name: "broken",
  async start() {
    throw new Error("There is no disk in this machine.");
  },
};
