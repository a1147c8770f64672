/** A question to a person and what became of it, as moments. */
import type { RecordedEvent } from "../../../kernel/event.ts";
import { isObject } from "../../../kernel/json.ts";
import { editsOf } from "../../gates/edits.ts";
import { type GateOpened, gateAnsweredSchema, gatePassedOnSchema, gateStream } from "../../gates/gates-table.ts";
import { moment, who } from "../../why/words.ts";
import { brief, capital } from "./brief.ts";
import type { Facts } from "./facts.ts";
import { nobody, type Told } from "./told.ts";

export function tellGateEvent(facts: Facts, event: RecordedEvent): Told {
  const id = event.stream.slice(gateStream("").length);
  const opened = facts.gate(id);
  const title = opened?.title ?? "(erased)";
  const told = { ...nobody, of: { kind: "gate" as const, id }, step: stepOf(opened?.key) };
  switch (event.type) {
    case "GateOpened": {
      const why = opened && opened.reasons.length > 0 ? opened.reasons.map(capital).join("; ") : null;
      return { ...told, kind: "asked", what: `A person was asked: “${title}”`, why, by: opened?.process ?? null };
    }
    case "GateAnswered":
      return { ...told, kind: "answered", ...tellAnswer(event, title, opened) };
    case "GateTakenBack": {
      const by =
        isObject(event.data) && typeof event.data.by === "string" ? event.data.by : (personOf(event) ?? "Somebody");
      return { ...told, kind: "answered", what: `${by} took the answer back, before anything followed from it`, by };
    }
    case "GatePassedOn": {
      if (event.erased) return { ...told, kind: "asked", what: `“${title}” was handed on` };
      const { to, by, why } = gatePassedOnSchema.parse(event.data);
      return { ...told, kind: "asked", what: `${by} handed “${title}” to ${to}`, why, by };
    }
    case "GateExpired":
      return {
        ...told,
        kind: "waited",
        what: `Nobody answered “${title}” in time, so it counts as no`,
        why: opened?.expiresAt == null ? null : `It could be answered until ${moment(opened.expiresAt)}`,
      };
    default: {
      const why = isObject(event.data) && typeof event.data.why === "string" ? capital(event.data.why) : null;
      return { ...told, kind: "other", what: `“${title}” is not asked any more`, why };
    }
  }
}

function tellAnswer(
  event: RecordedEvent,
  title: string,
  opened: GateOpened | undefined,
): Pick<Told, "what" | "why" | "by" | "edits"> {
  const edits: Told["edits"] = [];
  if (event.erased) {
    // Whoever works here is not erased with the customer.
    const person = personOf(event);
    const what = person === null ? `“${title}” was answered` : `${person} answered “${title}”`;
    return { what: `${what}; the answer has been erased`, why: null, by: person, edits };
  }
  const { verdict, value, reason, by } = gateAnsweredSchema.parse(event.data);
  const why = reason === null || reason === "" ? null : reason;
  switch (verdict) {
    case "approve":
      if (value === null) return { what: `${by} said yes: “${title}”`, why, by, edits };
      return { what: `${by} said yes, with changes: “${title}”`, why, by, edits: editsOf(opened?.proposal, value) };
    case "decline":
      return { what: `${by} said no: “${title}”`, why, by, edits };
    case "answer":
      return { what: `${by} answered “${title}”: ${brief(value)}`, why, by, edits };
  }
}

function personOf({ principal }: RecordedEvent): string | null {
  return principal.startsWith("person:") ? who(principal) : null;
}

/** A gate of a step is keyed `<run>/<seq>`, with more behind it for conflicts. */
function stepOf(key: string | undefined): number | null {
  const seq = /^[^/]+\/(\d+)(\/|$)/.exec(key ?? "")?.[1];
  return seq === undefined ? null : Number(seq);
}
