import assert from "node:assert/strict";
import { test } from "node:test";
import { replyContract } from "./reply.ts";

function textOf(reply: object): unknown {
  const bound = replyContract().bind({ to: "ann", ticket: "t", subject: "Cancel order #W1", code: "", ...reply });
  assert.ok(bound.ok);
  const refuse = (): never => assert.fail("a reply calls nobody");
  return bound.value.performLocally({
    key: "",
    account: "",
    get: refuse,
    post: refuse,
    put: refuse,
    patch: refuse,
    delete: refuse,
    send: refuse,
  });
}

test("a refusal is explained by the shop's code, and an unknown code is still an answer", () => {
  const because = (text: string) => ({ ok: true, value: { text: `We could not do this: Cancel order #W1. ${text}` } });
  assert.deepEqual(
    textOf({ template: "refused", code: "payment_method_unchanged" }),
    because("The order is already paid with this method."),
  );
  assert.deepEqual(textOf({ template: "refused", code: "constructor" }), because("The shop does not allow it."));
});
