/** What expectations are checked against. */
import type { Connection } from "../../act/connection.ts";
import type { OtherSide } from "../fakes/other-side.ts";
import type { SeenEffect } from "../seen/seen-effect.ts";
import type { SeenGate } from "../seen/seen-gate.ts";
import type { SeenRun } from "../seen/seen-run.ts";

export interface Witness {
  runs(process?: string): SeenRun[];
  effects(): SeenEffect[];
  gates(): SeenGate[];
  connection(connection: Connection): OtherSide;
  story(run?: SeenRun): string[];
}
