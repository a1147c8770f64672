/** The processes against the sandbox shop's own rules, in a simulated world: refusals, failures, and people who say no. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Json } from "praxis";
import { answer, approve, decline } from "praxis/testing";
import { z } from "zod";
import { type Scene, scene, ticket } from "./testing/scene.ts";
import { tickets } from "./tickets.ts";

const changePayment = "For #W7002001, change payment to gift_card_5200002.";
const cancelPlain = "Cancel order #W7002001 because no longer needed.";

test("never more is refunded than was captured: a changed payment, then a cancellation", async () => {
  const { praxis, shop } = scene();
  await praxis.when((play) =>
    play
      .event(tickets, ticket("t-1", "tomas_berg", changePayment))
      .event(tickets, ticket("t-2", "tomas_berg", cancelPlain)),
  );
  assert.deepEqual(praxis.gates(), [], "nobody has to be asked");
  const refunds = shop.doneAt("POST /payments/refunds");
  assert.equal(refunds.length, 2);
  assert.match(JSON.stringify(shop.snapshot()), /"#W7002001","status":"cancelled"/);
});

test("a refund that a person declines leaves the order as it was, and the customer hears of it", async () => {
  const { praxis, shop } = scene();
  await praxis
    .person(() => decline("not today"))
    .when((play) =>
      play.event(tickets, ticket("t-1", "priya_raman", "Cancel order #W7005001 because no longer needed.")),
    );
  assert.equal(shop.doneAt("POST /payments/refunds").length, 0);
  assert.match(JSON.stringify(shop.snapshot()), /"#W7005001","status":"pending"[^}]*"heldBy":null/);
  assert.match(JSON.stringify(praxis.runs()), /"status":"failed"/);
});

/** The texts of what the customer was told. */
const recorded = z.object({
  name: z.literal("replies.record"),
  value: z.object({ text: z.string() }),
});
const told = ({ praxis }: Scene): string[] =>
  praxis.events().flatMap(({ data }) => {
    const read = recorded.safeParse(data);
    return read.success ? [read.data.value.text] : [];
  });

describe("short questions", () => {
  const asking = async (customer: string, text: string): Promise<string> => {
    const stage = scene();
    await stage.praxis.when((play) => play.event(tickets, ticket("t-1", customer, text)));
    assert.equal(stage.praxis.gates().length, 0, text);
    const [answered, ...others] = told(stage);
    assert.equal(others.length, 0);
    return answered ?? "";
  };

  test("are answered from the shop: the one order, or all that are not there yet", async () => {
    assert.match(
      await asking("gareth_pugh", "where is my order?"),
      /^Hello Gareth,\n\n- #W7010001: .* \(not sent yet\)/,
    );
    const all = await asking("diego_salazar", "any news on my parcel?");
    assert.match(all, /#W7008001: [\s\S]*It has not been sent yet\.[\s\S]*#W7008003: .*on its way/);
    assert.match(await asking("lucien_moreau", "status of W7004002?"), /#W7004002: .* \(on its way\)/);
    assert.match(
      await asking("lucien_moreau", "Où est ma commande 7004002 ?"),
      /^Bonjour Lucien,[\s\S]*en route vers vous/,
    );
  });

  test("about a number that they do not have are answered with those that they have", async () => {
    const answered = await asking("gareth_pugh", "status of W7001001?");
    assert.match(answered, /could not find an order with that number[\s\S]*#W7010001/);
    assert.doesNotMatch(answered, /#W7001001|Pocket/);
  });

  test("of somebody whom the shop does not know are answered with a polite question", async () => {
    assert.match(await asking("nobody@example.com", "where is my order?"), /from the mail address that you order with/);
  });

  test("about what was delivered are for a person: the customer does not have it", async () => {
    const stage = scene();
    await stage.praxis.when((play) => play.event(tickets, ticket("t-1", "gareth_pugh", "Where is my order W7010002?")));
    assert.match(stage.praxis.gates()[0]?.title ?? "", /What does Gareth Pugh ask for\?/);
  });
});

test("an order's number that is typed in another way is the same order", async () => {
  for (const number of ["W7002001", "7002001", "#7002001", "w7002001"]) {
    const stage = scene();
    await stage.praxis.when((play) =>
      play.event(tickets, ticket("t-1", "tomas_berg", `Please cancel order ${number}.`)),
    );
    assert.match(told(stage)[0] ?? "", /Your order #W7002001 \(.*\) is cancelled/, number);
  }
  const typed = scene();
  const operation = { name: "cancel_pending_order", arguments: { order_id: "w7002001", reason: "no longer needed" } };
  await typed.praxis
    .person((gate) => (gate.kind === "question" ? answer([operation]) : approve()))
    .when((play) => play.event(tickets, ticket("t-1", "tomas_berg", "Hm, can you do something about the lamp?")));
  assert.match(told(typed)[0] ?? "", /Your order #W7002001 \(.*\) is cancelled/);
});

test("every answer that promises a colleague's has a question to one behind it", async () => {
  const stage = scene();
  await stage.praxis
    .person((gate) => (gate.title.startsWith("Answer ") ? "later" : decline("not today")))
    .when((play) =>
      play
        .event(tickets, ticket("t-1", "priya_raman", "Cancel order #W7005001 because no longer needed."))
        .event(tickets, ticket("t-2", "nora_whitfield", "I am not sure what I want.")),
    );
  assert.equal(told(stage).filter((text) => /colleague/.test(text)).length, 2);
  const open = stage.praxis.gates().filter(({ status }) => status === "open");
  assert.deepEqual(open.map(({ title }) => title).toSorted(), [
    "Answer Nora Whitfield yourself, as we promised: “I am not sure what I want.”",
    "Answer Priya Raman yourself, as we promised: “Cancel order #W7005001 because no longer needed.”",
  ]);
  await stage.praxis.when((play) => play.answer(/Answer Nora/, answer({ reply: "Take your time, Nora." })));
  assert.match(told(stage).at(-1) ?? "", /Take your time, Nora\./);
});

describe("a person's answer to a ticket", () => {
  const chipped = "The planter I got is chipped.";
  const answered = async (value: Json): Promise<Scene> => {
    const stage = scene();
    await stage.praxis
      .person(({ title }) => (title.startsWith("What does") ? answer(value) : "later"))
      .when((play) => play.event(tickets, ticket("t-1", "diego_salazar", chipped)));
    return stage;
  };

  test("may be words of their own, alone or with what is done", async () => {
    const words = await answered({ reply: "I am sorry, Diego. A new one is on its way." });
    assert.match(told(words).join(), /^Hello Diego,\n\nI am sorry, Diego\. A new one is on its way\./);
    const cancel = { name: "cancel_pending_order", arguments: { order_id: "#W7008001", reason: "no longer needed" } };
    const both = await answered({ operations: [cancel], reply: "It was our mistake." });
    assert.match(told(both).join(), /It was our mistake\.[\s\S]*#W7008001 \(.*\) is cancelled/);
  });

  test("that holds neither a deed nor a word is refused; of a program's, the customer is told that a colleague will write", async () => {
    await assert.rejects(answered({ operations: [], reply: "" }), /the value does not fit/);
    await assert.rejects(answered({ reply: " " }), /the value does not fit/);
    const stage = await answered([]);
    assert.match(told(stage).join(), /colleague/);
    const open = stage.praxis.gates().filter(({ status }) => status === "open");
    assert.deepEqual(
      open.map(({ title }) => title),
      [`Answer Diego Salazar yourself, as we promised: “${chipped}”`],
    );
  });
});

test("who is asked reads names and money, and no ids", async () => {
  const stage = scene();
  await stage.praxis.when((play) =>
    play.event(tickets, ticket("t-1", "priya_raman", "Cancel order #W7005001 because ordered by mistake.")),
  );
  assert.equal(
    stage.praxis.gates()[0]?.title,
    "Refund $4,900.00 to Priya Raman for the cancelled order (order #W7005001, over credit card)",
  );
});

test("a refusal by the shop is the end of one wish, and the next one goes on", async () => {
  const { praxis, shop } = scene();
  const text = "For #W7011001, change payment to gift_card_6100002. Cancel order #W7011001 because no longer needed.";
  await praxis
    .person(() =>
      answer([
        {
          name: "modify_pending_order_payment",
          arguments: { order_id: "#W7011001", payment_method_id: "gift_card_6100002" },
        },
        { name: "cancel_pending_order", arguments: { order_id: "#W7011001", reason: "no longer needed" } },
        { name: "cancel_pending_order", arguments: { order_id: "#W9999999", reason: "no longer needed" } },
      ]),
    )
    .when((play) => play.event(tickets, ticket("t-1", "maya_stern", text)));
  const ended = JSON.stringify(praxis.runs());
  assert.match(ended, /"code":"gift_card_balance_too_low"/);
  assert.match(ended, /"code":"order_not_found"/);
  assert.equal(shop.doneAt("POST /payments/refunds").length, 1);
});
