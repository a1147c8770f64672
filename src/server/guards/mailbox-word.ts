/**
 * Who wrote a mail, and whether that is proven, is said by the mailbox alone; anybody else who says so needs the scope `admin`.
 *
 * Invariant: that is so on every way in: an event over the API, a run that is started by hand or forked with another input, and a fork that is told
 * of another mail than the one which came.
 */
import type { Context } from "hono";
import type { Praxis } from "../../assembly/assemble.ts";
import { outcomeSchema, runStream, unpacked } from "../../engine/run-events.ts";
import type { Json } from "../../kernel/json.ts";
import { text } from "../../log/rows.ts";
import type { ServerEnv } from "../server-options.ts";
import { requireScope } from "./authenticate.ts";

type Asks = Context<ServerEnv>;

/** @throws scope_missing */
export function mayTellEvent(praxis: Praxis, context: Asks, type: string | null): void {
  if (praxis.sources.ofMail().some(({ event }) => event === type)) requireScope(context, "admin");
}

/** @throws scope_missing */
export function mayStart(praxis: Praxis, context: Asks, process: string): void {
  mayTellEvent(praxis, context, praxis.processes.newest(process)?.on ?? null);
}

/** @throws scope_missing */
export function mayForkWith(
  praxis: Praxis,
  context: Asks,
  run: string,
  edits: { readonly input?: Json; readonly outcomes: ReadonlyMap<number, Json> },
): void {
  const { log } = praxis;
  const row = log.sql.get("SELECT process FROM runs WHERE id = ?", run);
  // Whoever forks hears that there is no such run.
  if (!row) return;
  if (edits.input !== undefined) mayStart(praxis, context, text(row, "process"));
  if (edits.outcomes.size === 0) return;
  for (const event of log.readStream(runStream(run)).flatMap(unpacked)) {
    if (event.type !== "OutcomeDelivered" || event.erased) continue;
    const { seq, kind, name } = outcomeSchema.parse(event.data);
    if (kind === "wait" && edits.outcomes.has(seq)) mayTellEvent(praxis, context, name);
  }
}
