/**
 * The oracle: what the world outside was told and has seen done, against the log that survived. No crash touches the one; the other is all that a start would go by.
 */
import { hash as digest } from "node:crypto";
import { z } from "zod";
import type { EffectRow } from "../../../src/act/effects/ledger.ts";
import { canonical } from "../../../src/kernel/json.ts";
import { text } from "../../../src/log/rows.ts";
import type { Machine } from "../world/machine.ts";
import type { Outside } from "../world/outside.ts";
import { input } from "../world/work/work.ts";
import type { World } from "../world/world.ts";
import { judgeOrder } from "./order.ts";
import { rebuiltOtherwise } from "./rebuild.ts";
import { judgeReplays } from "./replays.ts";
import { judgeSurvivors } from "./survivors.ts";

export interface Verdict {
  readonly violations: readonly string[];
  /** The same for the same seed, always. */
  readonly hash: string;
}

export async function judge(world: World, machine: Machine | null): Promise<Verdict> {
  const { outside } = world;
  const violations = [...outside.violations];
  const hash = hashOf(world, machine);
  const survivor = world.storage.inspect();
  try {
    violations.push(...judgeSurvivors(survivor.database, outside));
    if (!machine) violations.push("no process could be started on the disk that survived");
    if (!machine || violations.length > 0) return { violations, hash };
    violations.push(
      ...judgeAnswers(machine, outside),
      ...judgeEffects(machine, outside),
      ...judgeRuns(machine, outside),
    );
    violations.push(...judgeOrder(machine));
    violations.push(...(await judgeReplays(machine)));
    violations.push(...rebuiltOtherwise(survivor.database));
  } finally {
    survivor.close();
  }
  return { violations, hash };
}

function hashOf({ outside, schedule, steps }: World, machine: Machine | null): string {
  const { deeds } = outside.provider;
  const story = [machine?.log.head().hash ?? "", schedule.now, steps, deeds.map((deed) => ({ ...deed }))];
  return digest("sha256", canonical(story), "hex").slice(0, 16);
}

const received = z.object({ id: z.string() });

/** K1 for those outside: what a sender or a person was told is kept, is kept once. */
function judgeAnswers({ log }: Machine, outside: Outside): string[] {
  const violations: string[] = [];
  const events = log.readStream("source/shop");
  const kept = events.flatMap((event) => (event.erased ? [] : [received.parse(event.data).id]));
  // An erasure may be on disk although nobody could be told of it any more; what it erased cannot be read.
  const erased = events.filter((event) => event.erased).length;
  const lacking = [...outside.accepted].filter((id) => !kept.includes(id));
  for (const id of outside.accepted) {
    const times = kept.filter((each) => each === id).length;
    if (times > 1 || (times === 0 && lacking.length > erased))
      violations.push(`K1: the sender of ${id} was told that it is kept; it is there ${times} times`);
  }
  for (const [gate, told] of outside.answers) {
    const row = log.sql.get("SELECT status, answered_by FROM gates WHERE id = ?", gate);
    const verdict =
      { approved: "approve", answered: "answer", declined: "decline" }[String(row?.status)] ?? row?.status;
    const found = row ? `${String(verdict)} by ${String(row.answered_by)}` : "nothing";
    if (found !== told)
      violations.push(`K1: a person was told that "${told}" is kept for a gate; the log has ${found}`);
  }
  const all = outside.erased.size > 0 ? log.readAll(1, log.head().position) : [];
  for (const subject of outside.erased) {
    const pseudonym = log.pseudonym(subject);
    const last = log.readStream(`subject/${pseudonym}`).findLast(({ type }) => type === "SubjectErased");
    const isReadable = all.some(
      ({ erased, subjects, position }) => !erased && subjects.includes(pseudonym) && position < (last?.position ?? 0),
    );
    if (!last || isReadable) violations.push(`K10: ${subject} was said to be erased, and can be read`);
  }
  for (const run of outside.cancelled)
    if (!log.readStream(`run/${run}`).some(({ type }) => type === "CancelRequested"))
      violations.push("K1: a person was told that a run is cancelled; the log does not know of it");
  return violations;
}

const happened = new Set(["succeeded", "compensating", "compensated"]);
const notHappened = new Set(["intended", "refused", "failed"]);

/** E1, E2: the other side's record against the ledger, by key and by what was done. */
function judgeEffects({ praxis, log }: Machine, { provider }: Outside): string[] {
  const violations: string[] = [];
  const { ledger } = praxis;
  const rows = log.sql.all("SELECT id FROM effects").flatMap((row) => ledger.find(text(row, "id")) ?? []);
  const keys = new Set(rows.map((row) => ledger.idempotencyKey(row)));
  const allowed = new Map<string, number>();
  const nameOf = (row: EffectRow): string => {
    const wish = input.safeParse(ledger.intended(row.id)?.wish).data;
    // Of what was erased only the other side still says what it was about.
    const deed = provider.deeds.find(({ key }) => key === ledger.idempotencyKey(row));
    return `${row.contract} ${wish?.thing ?? deed?.thing ?? "?"}`;
  };
  for (const row of rows) {
    const times = provider.deeds.filter((deed) => deed.key === ledger.idempotencyKey(row)).length;
    const name = nameOf(row);
    if (times > 1) violations.push(`E1: ${name} (${row.tier}) was done ${times} times`);
    if (times === 0 && happened.has(row.status)) violations.push(`E2: ${name} is ${row.status}, and was never done`);
    if (times > 0 && notHappened.has(row.status)) violations.push(`E2: ${name} is ${row.status}, and was done`);
    if (row.status === "attempting") violations.push(`E2: ${name} is being attempted by nobody`);
    if (!notHappened.has(row.status)) allowed.set(name, (allowed.get(name) ?? 0) + 1);
  }
  for (const deed of provider.deeds)
    if (!keys.has(deed.key))
      violations.push(`E1: ${deed.path} ${deed.thing} was done under a key that the ledger does not know`);
  for (const [name, times] of countBy(provider.deeds, ({ path, thing }) => `${path.slice(4)} ${thing}`))
    if (times > (allowed.get(name) ?? 0))
      violations.push(
        `E1: ${name} was done ${times} times, and is in the ledger as done ${allowed.get(name) ?? 0} times`,
      );
  const units = provider.deeds.filter(({ path }) => path === "/t1/cash" || path === "/t2/voucher");
  for (const [thing, times] of countBy(units, (deed) => deed.thing))
    if (times > 1) violations.push(`E1: the unit ${thing} was given back ${times} times`);
  violations.push(...judgeApprovals(rows, praxis.ledger, log.sql));
  return violations;
}

/** G1: what asks for a person was approved by one, each effect by a yes of its own. */
function judgeApprovals(
  rows: readonly EffectRow[],
  ledger: Machine["praxis"]["ledger"],
  sql: Machine["log"]["sql"],
): string[] {
  const used = new Set<string>();
  return rows.flatMap((row) => {
    if (row.contract !== "pay" && row.generation === 1) return [];
    const intended = ledger.intended(row.id);
    if (!intended) return [];
    const { gate } = intended.authority;
    const status = gate === null ? undefined : sql.get("SELECT status, used FROM gates WHERE id = ?", gate);
    const isFine = gate !== null && !used.has(gate) && status?.status === "approved" && status.used === 1;
    if (gate !== null) used.add(gate);
    return isFine ? [] : [`G1: ${row.contract} generation ${row.generation} went without a yes of its own`];
  });
}

/** What was asked is gone, or what another run got for it. */
const erasure = new Set(["erased", "outcome_erased"]);

/** K7: done, waiting for something named that has an owner, or set aside; and nothing here gives a reason to be set aside. */
function judgeRuns({ log }: Machine, { cancelling, erasing }: Outside): string[] {
  const gone = new Set([...erasing].map((subject) => log.pseudonym(subject)));
  return log.sql.all("SELECT id, process, status, detail, subject FROM runs").flatMap((run) => {
    const name = `the run of ${text(run, "process")}`;
    const status = text(run, "status");
    if (status === "done" || (status === "cancelled" && cancelling.has(text(run, "id")))) return [];
    if (status === "set aside" && erasure.has(String(run.detail)) && gone.has(String(run.subject))) return [];
    if (status !== "waiting") return [`K7: ${name} is ${status} (${String(run.detail)})`];
    const waits = log.sql.all("SELECT kind, key, what, owner FROM waits WHERE run = ?", text(run, "id"));
    if (waits.length === 0) return [`K7: ${name} waits for nothing`];
    return waits.flatMap((wait) => {
      if (text(wait, "owner") === "") return [`K7: nobody owns what ${name} waits for`];
      const come = hasCome(log.sql, text(wait, "kind"), text(wait, "key"));
      return come ? [`K7: ${name} waits for ${text(wait, "what")}, and that has come`] : [];
    });
  });
}

/** A wake-up that was lost leaves a run that looks as if all were well. */
function hasCome(sql: Machine["log"]["sql"], kind: string, key: string): boolean {
  const statements: Record<string, string> = {
    gate: "SELECT 1 FROM gates WHERE id = ? AND status <> 'open'",
    effect: "SELECT 1 FROM effects WHERE id = ? AND status NOT IN ('unknown', 'compensating')",
    run: "SELECT 1 FROM runs WHERE id = ? AND status IN ('done', 'cancelled')",
  };
  const statement = statements[kind];
  return statement !== undefined && sql.get(statement, key) !== undefined;
}

function countBy<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
  return counts;
}
