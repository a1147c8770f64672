/** The story of a run as text lines, for messages: what came in, what it asked for, what became of it, and where the power was cut. */

import { unpacked } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";

const mostLines = 60;

/** @param cuts positions after which the power was cut. @param run only this run; null for everything that happened since `from`. */
export function tellStory(log: EventLog, cuts: readonly number[], run: string | null, from = 1): string[] {
  const events = log.readAll(from, 100_000);
  const contracts = new Map<string, string>();
  for (const event of events)
    if (event.type === "EffectIntended") contracts.set(event.stream, field(event.data, "contract"));
  const trigger = run === null ? null : triggerOf(events, run);
  const lines: string[] = [];
  let cut = 0;
  for (const event of events) {
    for (; (cuts[cut] ?? Number.POSITIVE_INFINITY) < event.position; cut++)
      lines.push("   ~~ the power was cut, and came back ~~");
    if (run !== null && !belongsTo(event, run, trigger, events)) continue;
    const line = describe(event, contracts.get(event.stream) ?? event.stream);
    if (line !== null) lines.push(`${String(event.position).padStart(4)}  ${timeOf(event.at)}  ${line}`);
  }
  for (; cut < cuts.length; cut++) lines.push("   ~~ the power was cut, and came back ~~");
  return shorten(lines);
}

function shorten(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  const half = mostLines / 2;
  return [...lines.slice(0, half), `      ... ${lines.length - mostLines} lines left out ...`, ...lines.slice(-half)];
}

function triggerOf(events: readonly RecordedEvent[], run: string): number | null {
  const started = events.find((event) => event.stream === `run/${run}` && event.type === "RunStarted");
  return isObject(started?.data) && typeof started.data.trigger === "number" ? started.data.trigger : null;
}

function belongsTo(
  event: RecordedEvent,
  run: string,
  trigger: number | null,
  events: readonly RecordedEvent[],
): boolean {
  if (event.stream === `run/${run}`) return true;
  if (event.type === "EventReceived") return trigger === null || event.position >= trigger;
  const first = events.find((each) => each.stream === event.stream);
  return isObject(first?.data) && first.data.run === run;
}

/** @param contract name of the contract, for events of an effect. */
export function describe(event: RecordedEvent, contract: string): string | null {
  const { type, data } = event;
  switch (type) {
    case "EventReceived":
      return `the event ${field(data, "type")} came in`;
    case "RunStarted":
      return `a run of "${field(data, "process")}" began`;
    case "OutcomesDelivered":
      return unpacked(event)
        .flatMap((each) => describe(each, contract) ?? [])
        .join("\n");
    case "OutcomeDelivered":
      return `  ${field(data, "kind")} ${field(data, "name")} gave ${shownOutcome(data)}`;
    case "RunWaiting":
      return `  waits for ${waitsOf(data)}`;
    case "RunSetAside":
      return `set aside (${field(data, "code")}): ${field(data, "reason")}${diffOf(data)}`;
    case "RunFinished":
      return `done: ${shownValue(data)}`;
    case "RunCancelled":
      return `cancelled: ${field(data, "why")}`;
    case "EffectIntended":
      return `  ${contract}: intended, "${field(data, "description")}"`;
    case "EffectAttempting":
      return `  ${contract}: attempt ${field(data, "attempt")}`;
    case "EffectSucceeded":
      return `  ${contract}: succeeded (${field(data, "how")})`;
    case "EffectUnknown":
    case "EffectRetrying":
      return `  ${contract}: ${type === "EffectUnknown" ? "unknown" : "to be tried again"}, ${field(data, "why")}`;
    case "EffectRefused":
    case "EffectFailed":
      return `  ${contract}: ${type === "EffectRefused" ? "refused" : "failed"}, ${field(data, "reason")}`;
    case "GateOpened":
      return `  a person is asked: "${field(data, "title")}"`;
    case "GateAnswered":
      return `  a person says: ${field(data, "verdict")} ${shownValue(data)}`;
    case "EffectStands":
      return `  ${contract}: could not be undone, and stands`;
    case "EffectEntered":
    case "GateUsed":
    case "SettingChanged":
      return null;
    default:
      return `  ${event.stream.startsWith("effect/") ? `${contract}: ` : ""}${type}`;
  }
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 23).replace("T", " ");
}

function field(data: Json, name: string): string {
  if (!isObject(data)) return "erased";
  return String(data[name] ?? "");
}

function shownValue(data: Json): string {
  const text = isObject(data) ? JSON.stringify(data.value ?? null) : "erased";
  return cutShort(text);
}

function cutShort(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** The status, and the value that came with it; without the ids that only machines read. */
function shownOutcome(data: Json): string {
  const value = isObject(data) ? data.value : null;
  if (!isObject(value) || typeof value.status !== "string") return shownValue(data);
  const carried = value.value ?? value.answer ?? value.event ?? value.reason;
  return carried === undefined ? value.status : `${value.status} ${cutShort(JSON.stringify(carried))}`;
}

function waitsOf(data: Json): string {
  if (!isObject(data) || !Array.isArray(data.waits)) return "something";
  return data.waits.map((wait) => field(wait, "what")).join("; ");
}

function diffOf(data: Json): string {
  if (!isObject(data) || typeof data.diff !== "string") return "";
  return `\n${data.diff.replace(/^/gm, "        ")}`;
}
