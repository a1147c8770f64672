/** The other side of a connection, as a simulated world sees it: it takes calls, acts, and keeps a list of what it has done. */
import type { Json } from "../../kernel/json.ts";
import type { Faults } from "./faults.ts";

export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly account: string;
  readonly now: number;
}

/** What became of a call, as its caller sees it. */
export type Reaction =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "silence" }
  | { readonly kind: "reset" }
  | { readonly kind: "unreachable" };

/** One thing that the other side has done. */
export interface Deed {
  /** The route that did it, such as "POST /refunds". */
  readonly route: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Json;
  /** The idempotency key that came with the call. */
  readonly key: string | null;
  readonly account: string;
  readonly at: number;
  readonly answer: Json;
}

export interface OtherSide {
  /** What it has done, oldest first: every call that changed something there, once for each time that it did. */
  readonly done: readonly Deed[];
  /** What one of its routes has done. */
  doneAt(route: string): readonly Deed[];
  /** Sets fault switches; the others stay as they are. */
  fail(faults: Faults): void;
  receive(call: Incoming): Promise<Reaction>;
  /** Back to its first state, for a new play. */
  reset(seed: number): void;
  /** Its own state as data, to compare two plays. */
  snapshot(): Json;
}
