/** What the routes share: the shop's parts, and per call the world it is about. */
import type { HttpBindings } from "@hono/node-server";
import type { FaultBoard } from "../faults/fault-board.ts";
import type { World } from "../store/world.ts";
import type { WorldTable } from "../store/world-table.ts";

export interface ShopParts {
  readonly worlds: WorldTable;
  readonly openWorld: (name: string) => World;
  readonly faults: FaultBoard;
  readonly keyRetentionMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ShopEnv {
  Bindings: HttpBindings;
  Variables: { world: World };
}
