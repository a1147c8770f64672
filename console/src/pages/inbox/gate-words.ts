/** How each kind of question is worded: what it is, what the answers are called, what follows from them. */

import type { Answer } from "../../api/queries.ts";
import type { Gate } from "../../api/types.ts";
import { isRecord } from "../../text/facts.ts";
import { sentence } from "../../text/sentences.ts";

export type GateKind = Gate["kind"];

export interface GateWords {
  /** What kind of question this is, in a word or two. */
  readonly kind: string;
  /** What the answer that goes ahead is called; null where there is more than one. */
  readonly yes: string | null;
  /** What is told once it was given. */
  readonly said: string;
  readonly no: string | null;
  readonly saidNo: string;
  /** Heading over what the yes is for. */
  readonly subject: string;
}

const words: Readonly<Record<GateKind, GateWords>> = {
  approval: {
    kind: "Approval",
    yes: "Approve",
    said: "Approved",
    no: "Decline",
    saidNo: "Declined",
    subject: "What will be done",
  },
  again: {
    kind: "Asks again",
    yes: "Approve again",
    said: "Approved again",
    no: "Decline",
    saidNo: "Declined",
    subject: "What will be done",
  },
  question: {
    kind: "Question",
    yes: "Send answer",
    said: "Answered",
    no: "Nobody can say",
    saidNo: "Handed back without an answer",
    subject: "What is known",
  },
  conflict: {
    kind: "Conflict",
    yes: "Let it stand",
    said: "Seen, what was done before stands",
    no: null,
    saidNo: "Seen",
    subject: "What was not done",
  },
  unknown: {
    kind: "Unknown",
    yes: null,
    said: "Recorded as done",
    no: null,
    saidNo: "Recorded as not done",
    subject: "What was tried",
  },
  "by hand": {
    kind: "By hand",
    yes: "I have done it",
    said: "Recorded as done by hand",
    no: "Decline",
    saidNo: "Declined",
    subject: "What is to be done",
  },
};

export const gateWords = (kind: GateKind): GateWords => words[kind];

export interface Consequence {
  readonly when: string;
  readonly follows: string;
}

/** @param isEditing while a form with the proposal's values is open: what was proposed is not what a yes is for then. */
export function consequencesOf(
  gate: Pick<Gate, "kind" | "afterYes" | "afterNo">,
  isEditing = false,
): readonly Consequence[] {
  const afterYes = isEditing
    ? "It is done as edited, with the values that stand in the form."
    : sentence(gate.afterYes);
  const afterNo = sentence(gate.afterNo);
  switch (gate.kind) {
    case "unknown":
      return [
        { when: "If it happened", follows: afterYes },
        { when: "If it did not", follows: afterNo },
      ];
    case "conflict":
      return [{ when: "Either way", follows: afterYes }];
    case "question":
      return [
        { when: "With an answer", follows: afterYes },
        { when: "Without one", follows: afterNo },
      ];
    default:
      return [
        { when: gate.kind === "by hand" ? "Once you have done it" : "After yes", follows: afterYes },
        { when: "After no", follows: afterNo },
      ];
  }
}

/** What a yes was for: the proposal, with what a person changed of it. */
export function decidedProposal(
  gate: Pick<Gate, "kind" | "proposal">,
  answer: Pick<Answer, "verdict" | "value"> | null,
): unknown {
  const isApproval = gate.kind === "approval" || gate.kind === "again";
  if (!isApproval || answer?.verdict !== "approve" || !isRecord(answer.value)) return gate.proposal;
  return isRecord(gate.proposal) ? { ...gate.proposal, ...answer.value } : answer.value;
}

/** Who may decide, in a sentence. */
export function decidersOf(gate: Pick<Gate, "owner" | "fourEyes" | "requester">): string {
  const who = gate.owner === "approver" ? "Anybody who may approve" : `${gate.owner}, and anybody who may approve`;
  if (!gate.fourEyes) return `${who} can decide.`;
  const asked = gate.requester === null ? "whoever asked for it" : `${gate.requester}, who asked for it`;
  return `${who} can decide, but not ${asked}.`;
}

/** Where to look when nobody knows whether it happened. */
export function whereToLook(gate: Pick<Gate, "evidence">): readonly string[] {
  const evidence = isRecord(gate.evidence) ? gate.evidence : {};
  const lines: string[] = [];
  if (typeof evidence.connection === "string")
    lines.push(`Look at ${evidence.connection} for what is described here, at about the time of the attempt.`);
  if (typeof evidence.key === "string") lines.push(`The other side may show it under the key ${evidence.key}.`);
  if (typeof evidence.attempts === "number")
    lines.push(evidence.attempts === 1 ? "It was sent once." : `It was sent ${evidence.attempts} times with that key.`);
  return lines;
}

/** Whether there is anything in it that a person may change. */
export function isEditable({ kind, answerSchema }: Pick<Gate, "kind" | "answerSchema">): boolean {
  if (kind !== "approval" && kind !== "again") return false;
  const schema = editableSchema(answerSchema);
  return isRecord(schema) && (!isRecord(schema.properties) || Object.keys(schema.properties).length > 0);
}

/** Of what is erased nobody is asked what the other side returned. */
export function asksForOutput(answerSchema: unknown): boolean {
  return !isRecord(answerSchema) || outputSchemaOf(answerSchema) !== null;
}

/** The schema of what the other side returned, inside the schema of the answer to an unknown. */
export function outputSchemaOf(answerSchema: unknown): unknown {
  const alternatives = isRecord(answerSchema) && Array.isArray(answerSchema.anyOf) ? answerSchema.anyOf : [];
  for (const alternative of alternatives) {
    if (isRecord(alternative) && isRecord(alternative.properties) && alternative.properties.output !== undefined)
      return alternative.properties.output;
  }
  return null;
}

/** "Approved: Refund 43.20 to ..." */
export function toldAs(
  gate: Pick<Gate, "kind" | "title">,
  verdict: "approve" | "answer" | "decline",
  value: unknown,
): string {
  const { said, saidNo } = gateWords(gate.kind);
  const isNo = verdict === "decline" || (isRecord(value) && value.happened === false);
  return `${isNo ? saidNo : said}: ${gate.title}`;
}

/** What of a proposal a person may change: what a process looked up is marked `readOnly`, and is no field of the form. */
export function editableSchema(schema: unknown): unknown {
  if (!isRecord(schema) || !isRecord(schema.properties)) return schema;
  const isFixed = (each: unknown): boolean => isRecord(each) && each.readOnly === true;
  const properties = Object.entries(schema.properties).filter(([, each]) => !isFixed(each));
  const names = new Set(properties.map(([name]) => name));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => names.has(String(name))) : [];
  return { ...schema, properties: Object.fromEntries(properties), required };
}

/** The whole proposal, with what was changed; null where nothing was: a plain yes. */
export function withEdits(proposal: unknown, edits: unknown): unknown {
  if (!isRecord(proposal) || !isRecord(edits)) return edits;
  const isSame = Object.entries(edits).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(proposal[name]),
  );
  return isSame ? null : { ...proposal, ...edits };
}
