/** A run as a story: where it stands, what happened in order, what it did in the world, and what people were asked. */
import { isObject, type Json } from "../../kernel/json.ts";
import type { EffectShape, EventShape, GateShape, RunDetailShape, RunShape } from "../client/shapes.ts";
import { fields, shortened, table } from "./table.ts";
import { ago, clockTime } from "./time.ts";

const wide = 100;

/** Where it stands, without the steps. */
export function describeRun(run: RunDetailShape, now: number): string {
  const rows: [string, string][] = [
    ["run", run.id],
    [
      "process",
      `${run.process} (version ${run.version.slice(0, 8)}${run.isBehind ? "; new runs begin on newer code" : ""})`,
    ],
    ["status", run.status],
    ["account", run.account],
    ["started", `${clockTime(run.startedAt)} (${ago(run.startedAt, now)})`],
  ];
  if (run.parent !== null) rows.push(["started by run", run.parent]);
  for (const wait of run.waits) rows.push(["waits for", describeWait(wait, now)]);
  if (run.setAside) {
    rows.push(["set aside", `${run.setAside.reason} [${run.setAside.code}]`]);
    if (run.setAside.diff !== null) rows.push(["difference", run.setAside.diff]);
    rows.push(["next", run.setAside.next]);
  }
  if (run.status === "done") rows.push(["result", JSON.stringify(run.result)]);
  if (run.status === "done" && run.detail !== null) rows.push(["goes on as", run.detail]);
  const openGates = run.gates.filter((gate) => gate.status === "open");
  for (const gate of openGates) rows.push(["to answer", `praxis gates ${gate.id}   (${shortened(gate.title, wide)})`]);
  return fields(rows);
}

export function describeStory(run: RunDetailShape, now: number): string {
  const parts = [describeRun(run, now)];
  if (run.input !== null) parts.push(`Input\n${indent(JSON.stringify(run.input, null, 2))}`);
  const steps = run.events.map((event) => `  ${clockTime(event.at)}  ${describeEvent(event)}`);
  if (run.nextEvents !== null) steps.push(`  ... and more: praxis show ${run.id} --from ${run.nextEvents}`);
  parts.push(`What happened\n${steps.join("\n")}`);
  if (run.effects.length > 0) parts.push(`What it did in the world\n${indent(effectTable(run.effects))}`);
  if (run.gates.length > 0) parts.push(`What people were asked\n${indent(gateTable(run.gates, now))}`);
  return parts.join("\n\n");
}

export function describeWait(wait: RunShape["waits"][number], now: number): string {
  const due = wait.dueAt === null ? "" : `, until ${clockTime(wait.dueAt)}`;
  return `${wait.what} (${wait.owner}), since ${ago(wait.since, now).replace(/ ago$/, "")}${due}`;
}

export function effectTable(effects: readonly EffectShape[]): string {
  return table(
    ["effect", "status", "tier", "contract", "what"],
    effects.map((each) => [each.id, each.status, each.tier, each.contract, shortened(each.description, 60)]),
  );
}

export function gateTable(gates: readonly GateShape[], now: number): string {
  return table(
    ["gate", "kind", "status", "opened", "what"],
    gates.map((each) => [
      each.id,
      each.kind,
      each.answeredBy === null ? each.status : `${each.status} by ${each.answeredBy}`,
      ago(each.openedAt, now),
      shortened(each.title, 70),
    ]),
  );
}

/** One recorded event of a run, in a line. */
export function describeEvent(event: EventShape): string {
  if (event.erased) return `${event.type} (erased)`;
  const data = isObject(event.data) ? event.data : {};
  switch (event.type) {
    case "RunStarted":
      return `started by ${event.principal}`;
    case "OutcomesDelivered":
      return `${listOf(data.outcomes).length} steps: ${listOf(data.outcomes)
        .map((outcome) => (isObject(outcome) ? describeOutcome({ ok: true, ...outcome, kind: "local" }) : ""))
        .join("; ")}`;
    case "OutcomeDelivered":
      return describeOutcome(data);
    case "RunWaiting":
      return `waits for ${listOf(data.waits)
        .map((wait) => textOf(wait, "what"))
        .join(", and for ")}`;
    case "RunSetAside":
      return `set aside: ${textOf(data, "reason")}`;
    case "RunResumed":
      return `taken up again by ${event.principal}: ${textOf(data, "why")}`;
    case "CancelRequested":
      return `${event.principal} asked to cancel it: ${textOf(data, "why")}`;
    case "CancelDelivered":
      return "was told to cancel";
    case "RunCancelled":
      return `cancelled: ${textOf(data, "why")}`;
    case "RunMoved":
      return `moved from version ${textOf(data, "from").slice(0, 8)} to ${textOf(data, "to").slice(0, 8)}`;
    case "RunFinished":
      return `done: ${shortened(JSON.stringify(data.value ?? null), wide)}`;
    default:
      return `${event.type} ${shortened(JSON.stringify(data), wide)}`;
  }
}

const verbs: Readonly<Record<string, string>> = {
  do: "did",
  read: "read",
  local: "noted",
  decide: "decided",
  wait: "was given",
  sleep: "slept",
  start: "started",
  join: "saw the end of",
};

function describeOutcome(data: Readonly<Record<string, unknown>>): string {
  const kind = textOf(data, "kind");
  const value = isObject(data.value) ? data.value : null;
  const failed = data.ok === true ? "" : " and failed";
  const status = value === null ? "" : textOf(value, "status");
  const outcome = status === "" ? JSON.stringify(data.value ?? null) : describeStatus(status, value ?? {});
  return `${verbs[kind] ?? kind} ${textOf(data, "name")}${failed}: ${shortened(outcome, wide)}`;
}

function describeStatus(status: string, value: Readonly<Record<string, unknown>>): string {
  const parts = [status];
  for (const name of ["answer", "value", "reason", "policy", "event"]) {
    if (value[name] !== undefined && value[name] !== null)
      parts.push(typeof value[name] === "string" ? value[name] : JSON.stringify(value[name]));
  }
  const by = textOf(value, "by");
  if (by !== "") parts.push(`(by ${by})`);
  return parts.join(" ");
}

function textOf(value: unknown, name: string): string {
  const field = isObject(value) ? value[name] : undefined;
  return field === undefined || field === null ? "" : String(field);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

export function pretty(value: Json): string {
  return JSON.stringify(value, null, 2);
}
