/**
 * What a stop switch is meant for.
 *
 * Invariant: a stop never looks like one where it stops nothing: a scope that nothing loaded has is refused, unless it is forced for a connection or an
 * account that is yet to come. What is stopped can always be let go on, by the name that it was stopped by.
 */
import type { Praxis } from "../assembly/assemble.ts";
import { PraxisError } from "../kernel/errors.ts";

export interface StopScope {
  readonly scope: string;
  /** Of a scope that was forced: what nothing has so far; otherwise null. */
  readonly warning: string | null;
}

const everything = "*";
const wordsForEverything: ReadonlySet<string> = new Set([everything, "everything", "all"]);

/** @throws unknown_connection */
export function scopeToStop(praxis: Praxis, given: string, force: boolean): StopScope {
  const { scope, unknown } = read(praxis, given);
  if (unknown === null || force) return { scope, warning: unknown };
  throw refused(praxis, unknown, "stopped", "If it is yet to come, say that with `force` (`--force`).");
}

/** @throws unknown_connection */
export function scopeToResume(praxis: Praxis, given: string): StopScope {
  if (praxis.settings.get(`stopped/${given}`) !== null) return { scope: given, warning: null };
  const { scope, unknown } = read(praxis, given);
  if (unknown === null) return { scope, warning: null };
  throw refused(praxis, unknown, "changed", "`praxis doctor` shows what is stopped.");
}

function read(praxis: Praxis, given: string): { scope: string; unknown: string | null } {
  const at = given.indexOf("@");
  const [connection, account] = at < 0 ? [given, null] : [given.slice(0, at), given.slice(at + 1)];
  if (connectionsOf(praxis).includes(connection)) {
    const isNew = account !== null && !isAccount(praxis, account);
    return { scope: given, unknown: isNew ? `nothing was done for an account "${account}" so far` : null };
  }
  // A connection may bear such a name; then it is that one.
  if (wordsForEverything.has(given.toLowerCase())) return { scope: everything, unknown: null };
  return { scope: given, unknown: `no loaded contract has a connection "${connection}"` };
}

function isAccount({ log }: Praxis, account: string): boolean {
  return account === "main" || log.sql.get("SELECT 1 FROM runs WHERE account = ? LIMIT 1", account) !== undefined;
}

function connectionsOf({ contracts }: Praxis): string[] {
  return [...new Set(contracts.all().flatMap(({ via }) => (via ? [via.name] : [])))].sort();
}

function refused(praxis: Praxis, why: string, done: string, more: string): PraxisError {
  const known = connectionsOf(praxis);
  const names =
    known.length === 0 ? "" : `a connection (${known.join(", ")}), one account of it (${known[0]}@main), or `;
  return new PraxisError("unknown_connection", why, {
    next: `Nothing was ${done}: effects go on as before. Name ${names}* for everything. ${more}`,
    fields: { known },
  });
}
