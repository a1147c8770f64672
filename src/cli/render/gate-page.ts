/** One question to a person, in full: what is proposed, why it asks, what follows, and how to answer. */
import { isObject } from "../../kernel/json.ts";
import type { GateDetailShape } from "../client/shapes.ts";
import { indent, pretty } from "./run-story.ts";
import { fields } from "./table.ts";
import { ago, clockTime } from "./time.ts";

export function describeGate(gate: GateDetailShape, now: number): string {
  const rows: [string, string][] = [
    ["gate", gate.id],
    ["asks", gate.title],
    ["kind", gate.kind],
    ["status", gate.status],
    ["opened", `${clockTime(gate.openedAt)} (${ago(gate.openedAt, now)})`],
    ["for", gate.owner],
  ];
  if (gate.expiresAt !== null) rows.push(["expires", clockTime(gate.expiresAt)]);
  for (const reason of gate.reasons) rows.push(["because", reason]);
  if (gate.process !== null) rows.push(["process", gate.process]);
  if (gate.run !== null) rows.push(["run", gate.run]);
  if (gate.effect !== null) rows.push(["effect", gate.effect]);
  rows.push(["after yes", gate.afterYes], ["after no", gate.afterNo]);
  if (gate.answer) {
    const { verdict, by, reason } = gate.answer;
    rows.push(["answered", `${verdict} by ${by}${reason === null ? "" : `: ${reason}`}`]);
  }
  const parts = [fields(rows)];
  if (gate.proposal !== null) parts.push(`Proposed\n${indent(pretty(gate.proposal))}`);
  if (gate.evidence !== null) parts.push(`Evidence\n${indent(pretty(gate.evidence))}`);
  if (gate.status === "open") parts.push(`Answer it with\n${indent(waysToAnswer(gate))}`);
  return parts.join("\n\n");
}

function waysToAnswer(gate: GateDetailShape): string {
  const { id, kind, evidence } = gate;
  if (kind === "unknown") {
    // Of what is erased nobody is asked what the other side returned.
    const output = isObject(evidence) && evidence.output === null ? "" : ',"output":{...}';
    return [
      `praxis answer ${id} '{"happened":true${output}}'   it did happen`,
      `praxis answer ${id} '{"happened":false}'${" ".repeat(output.length)}  it did not`,
    ].join("\n");
  }
  if (kind === "question" || kind === "by hand") {
    const shape = gate.answerSchema === null ? "" : `\nThe answer must fit\n${indent(pretty(gate.answerSchema))}`;
    return `praxis answer ${id} '<json>'\npraxis decline ${id} --reason '...'${shape}`;
  }
  return [
    `praxis approve ${id}`,
    `praxis approve ${id} --edit '<json>'        with other arguments`,
    `praxis decline ${id} --reason '...'`,
  ].join("\n");
}
