import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asksForOutput,
  consequencesOf,
  decidedProposal,
  decidersOf,
  editableSchema,
  isEditable,
  outputSchemaOf,
  toldAs,
  whereToLook,
  withEdits,
} from "./gate-words.ts";

test("who may decide is said, and who may not", () => {
  assert.equal(
    decidersOf({ owner: "approver", fourEyes: false, requester: null }),
    "Anybody who may approve can decide.",
  );
  assert.equal(
    decidersOf({ owner: "mei", fourEyes: true, requester: "ana" }),
    "mei, and anybody who may approve can decide, but not ana, who asked for it.",
  );
});

test("for an unknown effect it is said where to look, and under which key", () => {
  const lines = whereToLook({ evidence: { connection: "payments", key: "k-1", attempts: 2 } });
  assert.equal(lines.length, 3);
  assert.match(lines.join(" "), /payments.*k-1.*2 times/);
  assert.deepEqual(whereToLook({ evidence: null }), []);
});

test("what the other side returned is asked by its own schema", () => {
  const output = { type: "object" };
  const schema = { anyOf: [{ properties: { happened: { const: true }, output } }, { properties: {} }] };
  assert.equal(outputSchemaOf(schema), output);
  assert.equal(outputSchemaOf(null), null);
  const ofErased = {
    anyOf: [{ properties: { happened: { const: true } } }, { properties: { happened: { const: false } } }],
  };
  assert.deepEqual([schema, ofErased, null].map(asksForOutput), [true, false, true]);
});

test("an answer is told by what it said", () => {
  const gate = { kind: "unknown" as const, title: "Did this happen? Refund 1.00" };
  assert.equal(toldAs(gate, "answer", { happened: false }), "Recorded as not done: Did this happen? Refund 1.00");
  assert.equal(toldAs({ kind: "approval", title: "Refund 1.00" }, "approve", null), "Approved: Refund 1.00");
});

test("where nothing in a proposal is for a person to change, it cannot be edited", () => {
  const fixed = { type: "object", properties: { owner: { type: "string", readOnly: true } } };
  const free = { type: "object", properties: { ...fixed.properties, cents: { type: "integer" } } };
  assert.equal(isEditable({ kind: "approval", answerSchema: fixed }), false);
  assert.equal(isEditable({ kind: "approval", answerSchema: free }), true);
  assert.equal(isEditable({ kind: "approval", answerSchema: null }), false);
  assert.equal(isEditable({ kind: "question", answerSchema: free }), false);
});

test("the form of an edit has the fields that a person may change, and the rest of the proposal is kept", () => {
  const schema = {
    type: "object",
    properties: { cents: { type: "integer" }, owner: { type: "string", readOnly: true } },
    required: ["cents", "owner"],
  };
  assert.deepEqual(editableSchema(schema), {
    type: "object",
    properties: { cents: { type: "integer" } },
    required: ["cents"],
  });
  assert.deepEqual(withEdits({ cents: 5, owner: "mia" }, { cents: 4 }), { cents: 4, owner: "mia" });
  assert.equal(withEdits({ cents: 5, owner: "mia" }, { cents: 5 }), null, "nothing was changed: a plain yes");
});

test("while it is edited, what follows is not what was proposed; once it was, what was decided is shown", () => {
  const gate = { kind: "approval" as const, afterYes: "43.20 goes back", afterNo: "nothing is done" };
  assert.equal(consequencesOf(gate)[0]?.follows, "43.20 goes back.");
  const [yes, no] = consequencesOf(gate, true);
  assert.doesNotMatch(yes?.follows ?? "", /43\.20/);
  assert.match(yes?.follows ?? "", /as edited/);
  assert.equal(no?.follows, "Nothing is done.");
  const proposed = { kind: "approval" as const, proposal: { cents: 4320, owner: "mia" } };
  const edited = { verdict: "approve" as const, value: { cents: 1000 } };
  assert.deepEqual(decidedProposal(proposed, edited), { cents: 1000, owner: "mia" });
  assert.deepEqual(decidedProposal(proposed, { verdict: "approve", value: null }), proposed.proposal);
  assert.deepEqual(decidedProposal({ ...proposed, kind: "unknown" }, edited), proposed.proposal);
  assert.deepEqual(decidedProposal(proposed, null), proposed.proposal);
});
