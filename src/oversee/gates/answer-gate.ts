/** Answering a gate: once, checked against its schema, on record with who and why. */
import { z } from "zod";
import type { EffectWorker } from "../../act/effects/effect-worker.ts";
import { overCap } from "../../act/effects/ledger.ts";
import type { ContractRegistry } from "../../act/registry.ts";
import type { Engine } from "../../engine/engine.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { canonical, isObject, type Json } from "../../kernel/json.ts";
import { parse } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { PeopleBook } from "../people/people-book.ts";
import { announcePassedOn } from "./announce-gate.ts";
import type { GateBook } from "./gate-book.ts";
import { type GateOpened, gateOpenedSchema, gateStream } from "./gates-table.ts";
import type { HeldAnswers } from "./held-answers.ts";
import { recipientsOf, warningOf } from "./recipients.ts";
import { isKeptFrom } from "./requester.ts";

export interface Answer {
  readonly verdict: "approve" | "answer" | "decline";
  /** Edited arguments (approve), or the answer's value; null for none. */
  readonly value: Json;
  readonly reason: string | null;
  readonly by: string;
  /** For how long it may be taken back before anything follows from it; 0 where it is left out. */
  readonly holdMs?: number;
}

export type Answered = { readonly status: "recorded" } | { readonly status: "already"; readonly by: string };

export interface AnswerDeps {
  readonly log: EventLog;
  readonly engine: Engine;
  readonly gates: GateBook;
  readonly contracts: ContractRegistry;
  readonly worker: EffectWorker;
  readonly now: () => number;
  /** Where answers may be held. */
  readonly held?: Pick<HeldAnswers, "schedule">;
}

/** @throws unknown_gate, gate_closed, other_answer, requester_cannot_approve, bad_answer, reason_missing */
export async function answerGate(deps: AnswerDeps, gateId: string, answer: Answer): Promise<Answered> {
  const gate = deps.gates.byId(gateId);
  if (!gate)
    throw new PraxisError("unknown_gate", `there is no gate ${gateId}`, {
      next: "`praxis gates` lists the open ones.",
    });
  const opened = openedOf(deps.log, gateId);
  // Whom it was about has been erased, and what it asked with them.
  if (!opened) throw closed("erased");
  const { status } = gate;
  const isAnswered = status === "approved" || status === "answered" || status === "declined";
  const given = isAnswered ? { status, by: gate.answeredBy, value: gate.value } : deps.gates.held(gateId);
  if (given) {
    const same = verdictOf(given.status) === answer.verdict && canonical(given.value) === canonical(answer.value);
    const by = given.by ?? "somebody";
    if (!same) {
      throw new PraxisError("other_answer", `${by} has ${given.status} this already`, {
        next: "Nothing was changed; the first answer stands.",
        fields: { by, status: given.status },
      });
    }
    await deps.log.whenDurable();
    return { status: "already", by };
  }
  if (gate.status !== "open") throw closed(gate.status);
  if (gate.expiresAt !== null && gate.expiresAt <= deps.now()) throw closed("expired");
  if (isKeptFrom(gate, answer.by)) throw keptFrom(answer.by);
  checkValue(opened, answer);
  checkCap(deps.contracts, opened, answer);
  if (
    opened.explainEdits &&
    answer.verdict === "approve" &&
    answer.value !== null &&
    (answer.reason ?? "").trim() === ""
  )
    throw unexplained();
  const { verdict, value, reason, by, holdMs = 0 } = answer;
  const heldUntil = deps.held && holdMs > 0 ? deps.now() + holdMs : null;
  const { durable } = deps.log.write((transaction) => {
    const data = { verdict, value, reason, by, heldUntil };
    deps.gates.append(transaction, gateId, "GateAnswered", data, `person:${by}`);
    if (heldUntil === null) deps.engine.ready(transaction, { kind: "gate", key: gateId });
  });
  if (heldUntil !== null) {
    deps.held?.schedule(gateId, heldUntil);
    await durable;
    return { status: "recorded" };
  }
  await durable;
  if (opened.kind === "unknown" && opened.effect !== null) deps.worker.take(opened.effect);
  return { status: "recorded" };
}

export interface PassedOn {
  readonly to: string;
  /** What whoever handed it on should know, such as that nobody is told of it; null for nothing. */
  readonly warning: string | null;
}

/** Hands a gate to somebody else, or up, and tells the processes that tell people. @throws unknown_gate, gate_closed, bad_recipient */
export async function passGateOn(
  deps: Pick<AnswerDeps, "log" | "engine" | "gates"> & { readonly people: PeopleBook },
  gateId: string,
  passed: { readonly to: string; readonly by: string; readonly why: string },
): Promise<PassedOn> {
  const { log, engine, gates, people } = deps;
  const { by, why } = passed;
  const gate = gates.byId(gateId);
  if (!gate)
    throw new PraxisError("unknown_gate", `there is no gate ${gateId}`, {
      next: "`praxis gates` lists the open ones.",
    });
  if (gate.status !== "open") throw closed(gate.status);
  const recipients = recipientsOf(people.all(), gate, passed.to);
  const { to } = recipients;
  await log.write((transaction) => {
    gates.append(transaction, gateId, "GatePassedOn", { to, by, why }, `person:${by}`);
    const told = recipients.people.flatMap(({ name, mail }) => (mail === null ? [] : [name]));
    announcePassedOn(engine, transaction, gate, { to, by, why, people: told });
  }).durable;
  return { to, warning: warningOf(recipients, engine.registry.startedBy("GatePassedOn").length > 0) };
}

export function openedOf(log: EventLog, gateId: string): GateOpened | undefined {
  const event = log.readEvent(gateStream(gateId), 1);
  return event && !event.erased ? gateOpenedSchema.parse(event.data) : undefined;
}

function verdictOf(status: "approved" | "answered" | "declined"): Answer["verdict"] {
  return status === "approved" ? "approve" : status === "answered" ? "answer" : "decline";
}

function closed(status: string): PraxisError {
  return new PraxisError("gate_closed", `this gate is ${status}`, {
    next: "Nothing was changed. If it still matters, the process asks anew when it is retried.",
  });
}

function keptFrom(by: string): PraxisError {
  return new PraxisError("requester_cannot_approve", `${by} asked for this, so somebody else has to answer it`, {
    next: "Nothing was recorded; the gate stays open. Ask somebody else to answer it, or pass it on. To take the request back, cancel the run.",
    fields: { requester: by },
  });
}

function unexplained(): PraxisError {
  return new PraxisError("reason_missing", "a policy wants to know why this was edited", {
    next: "Send the reason along with the edited arguments; nothing was recorded.",
  });
}

/** Questions and unknowns take an answer; the others a yes, with or without edited arguments, or a no. */
function checkValue(opened: GateOpened, answer: Answer): void {
  const wantsAnswer = opened.kind === "question" || opened.kind === "unknown" || opened.kind === "by hand";
  if (answer.verdict === "decline") {
    if (opened.kind === "unknown")
      throw new PraxisError("bad_answer", "this gate asks what happened", {
        next: 'Answer {"happened": true, "output": {...}} or {"happened": false}.',
      });
    return;
  }
  if (wantsAnswer !== (answer.verdict === "answer")) {
    throw new PraxisError(
      "bad_answer",
      wantsAnswer ? "this gate asks for an answer, not for a yes" : "this gate asks for a yes or a no",
      {
        next: wantsAnswer
          ? "Send the verdict `answer` with a value that fits `answerSchema`."
          : "Send the verdict `approve` or `decline`.",
      },
    );
  }
  if (answer.value === null && !wantsAnswer) return;
  const { answerSchema } = opened;
  if (!isObject(answerSchema)) {
    if (answer.value === null) return;
    throw new PraxisError("bad_answer", "this gate takes no value", { next: "Send the verdict alone." });
  }
  const parsed = parse(z.fromJSONSchema(answerSchema), answer.value);
  if (!parsed.ok)
    throw new PraxisError("bad_answer", `the value does not fit: ${parsed.error}`, {
      next: "Correct the named fields; nothing was recorded.",
    });
  const { properties } = answerSchema;
  for (const [name, each] of Object.entries(isObject(properties) ? properties : {})) {
    if (!isObject(each) || each.readOnly !== true) continue;
    if (fieldOf(answer.value, name) === fieldOf(opened.proposal, name)) continue;
    throw new PraxisError("bad_answer", `"${name}" is not for a person to change here`, {
      next: "Decline this, and ask for the other thing by itself; nothing was recorded.",
    });
  }
}

/** More than can be had in all would be approved, and then not done: whoever edits it so is told at once. */
function checkCap(contracts: ContractRegistry, { evidence }: GateOpened, { verdict, value }: Answer): void {
  if (verdict !== "approve" || value === null || !isObject(evidence) || typeof evidence.contract !== "string") return;
  const bound = contracts.find(evidence.contract)?.bind(value);
  const refused = bound?.ok ? overCap(bound.value) : null;
  if (refused !== null)
    throw new PraxisError("bad_answer", refused, {
      next: "Give no more than that, or decline; nothing was recorded, and the gate stays open.",
    });
}

function fieldOf(value: Json, name: string): string {
  return canonical((isObject(value) ? value[name] : undefined) ?? null);
}
