import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { collect, type Draft, draftOf, draftOfVariant } from "./draft.ts";
import { examplesOf, type Field, readSchema } from "./read-schema.ts";

const refund = {
  type: "object",
  properties: {
    orderId: { type: "string", minLength: 1 },
    amountCents: { type: "integer", minimum: 0, maximum: 9007199254740991 },
    note: { type: "string" },
    of: {
      oneOf: [
        {
          type: "object",
          properties: { kind: { const: "payment" }, transactionId: { type: "string" } },
          required: ["kind", "transactionId"],
        },
        {
          type: "object",
          properties: { kind: { const: "unit" }, unit: { type: "string" } },
          required: ["kind", "unit"],
        },
      ],
    },
  },
  required: ["orderId", "amountCents", "of"],
};
const proposal = { orderId: "#W1", amountCents: 4320, of: { kind: "unit", unit: "u-1" } };

function edited(draft: Draft, name: string, text: string): Draft {
  assert.ok(draft.kind === "object");
  return { ...draft, parts: { ...draft.parts, [name]: { kind: "text", text } } };
}

test("a proposal that is not edited comes back as it was", () => {
  const field = readSchema(refund);
  assert.deepEqual(collect(field, draftOf(field, proposal)), { ok: true, value: proposal });
});

test("an amount is typed in units and kept in cents", () => {
  const field = readSchema(refund);
  const collected = collect(field, edited(draftOf(field, proposal), "amountCents", "40,00"));
  assert.deepEqual(collected, { ok: true, value: { ...proposal, amountCents: 4000 } });
});

test("what is wrong is told at its place", () => {
  const field = readSchema(refund);
  const draft = edited(edited(draftOf(field, proposal), "amountCents", "-1"), "orderId", "");
  assert.deepEqual(collect(field, draft), {
    ok: false,
    complaints: { amountCents: "At least 0.00.", orderId: "This is needed." },
  });
});

test("what the schema does not name is kept", () => {
  const field = readSchema({ type: "object", properties: { a: { type: "string" } } });
  const value = { a: "x", more: [1] };
  assert.deepEqual(collect(field, draftOf(field, value)), { ok: true, value });
});

test("variants go by the constant that tells them apart, and the one that fits is chosen", () => {
  const field = readSchema(refund.properties.of);
  assert.ok(field.kind === "variants");
  assert.deepEqual(
    field.variants.map(({ label }) => label),
    ["Payment", "Unit"],
  );
  const draft = draftOf(field, proposal.of);
  assert.ok(draft.kind === "variant");
  assert.equal(draft.chosen, 1);
});

test("a list of wishes, as a question about a ticket takes it", () => {
  const field = readSchema({ type: "array", items: refund.properties.of });
  assert.deepEqual(collect(field, draftOf(field, undefined)), { ok: true, value: [] });
  const one: Draft = { kind: "list", items: [draftOf(readSchema(refund.properties.of), { kind: "payment" })] };
  const collected = collect(field, one);
  assert.deepEqual(collected, { ok: true, value: [{ kind: "payment", transactionId: "" }] });
});

test("an empty field is null where it may be, and left out where it need not be", () => {
  const schema = {
    type: "object",
    properties: { due: { anyOf: [{ type: "string" }, { type: "null" }] }, note: { type: "string" } },
    required: ["due"],
  };
  const field = readSchema(schema);
  assert.deepEqual(collect(field, draftOf(field, {})), { ok: true, value: { due: null } });
});

test("a part begins with its default, and a part that may be null is null while it is blank", () => {
  const schema = {
    type: "object",
    properties: {
      wait: { type: "boolean", default: true },
      orders: {
        default: null,
        anyOf: [{ type: "object", properties: { named: { type: "string" } } }, { type: "null" }],
      },
    },
    required: ["wait", "orders"],
  };
  const field = readSchema(schema);
  assert.deepEqual(collect(field, draftOf(field, undefined)), { ok: true, value: { wait: true, orders: null } });
});

test("what a form does not know is typed as JSON, and checked to be some", () => {
  const field: Field = readSchema({});
  assert.equal(field.kind, "json");
  assert.deepEqual(collect(field, { kind: "text", text: '{"a":1}' }), { ok: true, value: { a: 1 } });
  assert.deepEqual(collect(field, { kind: "text", text: "{a" }), {
    ok: false,
    complaints: { "": "This is no JSON." },
  });
});

test("references into the schema are followed", () => {
  const schema = {
    type: "object",
    properties: { to: { $ref: "#/$defs/address" } },
    required: ["to"],
    $defs: { address: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
  };
  const field = readSchema(schema);
  assert.deepEqual(collect(field, draftOf(field, { to: { city: "Bern" } })), {
    ok: true,
    value: { to: { city: "Bern" } },
  });
});

test("a schema's examples fill its form", () => {
  const schema = {
    type: "object",
    properties: { text: { type: "string" } },
    examples: [{ title: "Hello", text: "hi" }],
  };
  const [example] = examplesOf(schema);
  assert.equal(example?.title, "Hello");
  assert.deepEqual(collect(readSchema(schema), draftOf(readSchema(schema), example?.value)), {
    ok: true,
    value: { text: "hi" },
  });
  assert.deepEqual(examplesOf({ type: "object" }), []);
});

describe("a text with something to choose from", () => {
  const order = {
    anyOf: [
      { const: "#W1", title: "#W1: a lamp, $84.20, pending" },
      { const: "#W2", title: "#W2: a mug, $9.00, delivered" },
      { type: "string", minLength: 1 },
    ],
    title: "Order",
  };
  const kind = (name: string, initial: string) => ({
    type: "object",
    properties: { name: { const: name }, order_id: { ...order, default: initial }, note: { type: "string" } },
    required: ["name", "order_id"],
  });
  const operations = { oneOf: [kind("cancel", "#W1"), kind("give_back", "#W2")], title: "What to do" };

  test("offers each by its name, and takes any other", () => {
    const field = readSchema(order);
    assert.ok(field.kind === "text");
    assert.deepEqual(field.choices[0], { label: "#W1: a lamp, $84.20, pending", value: "#W1" });
    assert.deepEqual(collect(field, { kind: "text", text: "#W99" }), { ok: true, value: "#W99" });
    assert.equal(collect(field, draftOf(field, undefined)).ok, false);
  });

  test("what was typed stays where another kind is chosen; what was only prefilled does not", () => {
    const field = readSchema(operations);
    assert.ok(field.kind === "variants" && field.label === "What to do");
    const [cancel, giveBack] = field.variants.map((variant) => variant.field);
    assert.ok(cancel && giveBack);
    const typed = edited(draftOf(cancel, undefined), "note", "as promised by phone");
    assert.deepEqual(collect(giveBack, draftOfVariant(giveBack, cancel, typed)), {
      ok: true,
      value: { name: "give_back", order_id: "#W2", note: "as promised by phone" },
    });
    const another = draftOfVariant(giveBack, cancel, edited(typed, "order_id", "#W99"));
    assert.deepEqual(collect(giveBack, another), {
      ok: true,
      value: { name: "give_back", order_id: "#W99", note: "as promised by phone" },
    });
  });

  test("what is deprecated is offered to nobody", () => {
    const field = readSchema({ anyOf: [kind("cancel", "#W1"), { type: "array", items: {}, deprecated: true }] });
    assert.equal(field.kind, "object");
  });

  test("of a list that needs one, one stands there to be filled in", () => {
    const field = readSchema({ type: "array", items: { ...order, default: "#W2" }, minItems: 1 });
    assert.deepEqual(collect(field, draftOf(field, undefined)), { ok: true, value: ["#W2"] });
  });
});
