/** Letters against the sandbox shop's own rules, in a simulated world: who is answered what, and what is done. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, approve, decline } from "praxis/testing";
import { mail, type Scene, scene } from "../processes/testing/scene.ts";
import type { IncomingMail } from "./incoming.ts";

const received = "MailReceived";
const cancelPlain = "Hi,\n\nPlease cancel my order #W7106001, I no longer need it.\n\nThanks,\nEmily Hart";

async function play(stage: Scene, ...mails: readonly IncomingMail[]): Promise<void> {
  await stage.praxis.when((steps) =>
    mails.reduce((so, each) => so.event(received, each, { about: each.thread, id: each.id }), steps),
  );
}

function lettersOf({ mailbox }: Scene): { to: string; subject: string; text: string; html: string }[] {
  return mailbox.done.map(({ body }) => JSON.parse(JSON.stringify(body)));
}

const refundsAt = ({ shop }: Scene) => shop.doneAt("POST /payments/refunds").length;

test("a cancellation is done, and told in its thread", async () => {
  const stage = scene();
  await play(stage, mail("m-1", "emily.hart", cancelPlain, { subject: "Please <b>cancel</b>", references: ["<a@b>"] }));
  const [letter, ...others] = lettersOf(stage);
  assert.equal(others.length, 0);
  assert.equal(letter?.to, "emily.hart@example.com");
  assert.equal(letter?.subject, "Re: Your order #W7106001");
  assert.match(
    letter?.text ?? "",
    /Your order #W7106001 \(Wool Throw\) is cancelled\. \$149\.90 goes back to your PayPal/,
  );
  assert.deepEqual(JSON.parse(JSON.stringify(letter)).references, ["<a@b>", "<m-1@example.com>"]);
  assert.equal(JSON.parse(JSON.stringify(letter)).inReplyTo, "<m-1@example.com>");
  assert.equal(refundsAt(stage), 1);
  assert.equal(stage.praxis.gates().length, 0);
});

test("the same wish in another letter is met, and that letter is answered, too: it is so already", async () => {
  const stage = scene();
  const again = "I asked you before: please cancel order #W7106001.";
  await play(
    stage,
    mail("m-1", "emily.hart", cancelPlain),
    mail("m-2", "emily.hart", again.replace("I asked you before: p", "P")),
  );
  assert.equal(refundsAt(stage), 1);
  const [done, already, ...others] = lettersOf(stage);
  assert.equal(others.length, 0);
  assert.match(done?.text ?? "", /#W7106001 .* is cancelled/);
  assert.match(already?.text ?? "", /#W7106001\. That is done already/);
  assert.doesNotMatch(already?.text ?? "", /goes back/);
});

test("two letters with the same wish, both waiting for a person, are each answered, and it is done once", async () => {
  const stage = scene();
  const first = mail("m-1", "emily.hart", cancelPlain, { authenticated: "none" });
  const second = mail("m-2", "emily.hart", "Please cancel order #W7106001.", { authenticated: "none" });
  await play(stage, first, second);
  assert.equal(stage.praxis.gates().filter(({ status }) => status === "open").length, 2);
  await stage.praxis.when((steps) => steps.answer(/Cancel/, approve()).answer(/Cancel/, approve()));
  assert.equal(refundsAt(stage), 1);
  const [done, already, ...others] = lettersOf(stage);
  assert.equal(others.length, 0);
  assert.match(done?.text ?? "", /#W7106001 .* is cancelled/);
  assert.match(already?.text ?? "", /#W7106001\. That is done already/);
});

describe("which order", () => {
  const vague = mail("m-1", "samuel.osei", "Please cancel my order, I no longer need it.");
  const reply = (id: string, text: string, more: Partial<IncomingMail> = {}) =>
    mail(id, "samuel.osei", text, { thread: vague.thread, ...more });

  test("is asked once, and the answer joins the run", async () => {
    const stage = scene();
    await play(
      stage,
      vague,
      reply("m-2", "I am away until Monday.", { automatic: true }),
      reply("m-3", "It's #W7107002, thanks!"),
    );
    const [question, done, ...others] = lettersOf(stage);
    assert.equal(others.length, 0);
    assert.match(
      question?.text ?? "",
      /Which of your orders do you mean\?[\s\S]*#W7107001: Reading Lamp \(not sent yet\)[\s\S]*#W7107002/,
    );
    assert.doesNotMatch(question?.text ?? "", /#W7107003/);
    assert.match(done?.text ?? "", /#W7107002 .* is cancelled/);
    assert.equal(stage.praxis.runs("answer mail").length, 1);
    assert.equal(refundsAt(stage), 1);
  });

  test("is reminded of once, and closed politely after two weeks", async () => {
    const stage = scene();
    await play(stage, vague);
    await stage.praxis.when((steps) => steps.advance("8 days"));
    assert.equal(lettersOf(stage).length, 2);
    await stage.praxis.when((steps) => steps.advance("30 days"));
    assert.deepEqual(
      lettersOf(stage).map(({ text }) => /Which of|A week ago|close your request/.exec(text)?.[0]),
      ["Which of", "A week ago", "close your request"],
    );
    stage.praxis.expect.run("answer mail").isDone();
    assert.equal(refundsAt(stage), 0);
  });

  test("answered with anything else goes to a person, with what was written since", async () => {
    const stage = scene();
    await play(stage, vague, reply("m-2", "The one with the lamp, I think. Or both?"));
    stage.praxis.expect.run("answer mail").asked(/What does Samuel Osei ask for\? "The one with the lamp/);
  });

  test("answered by somebody else is not acted upon without a person", async () => {
    const stage = scene();
    const other = reply("m-2", "#W7107002", { from: { name: "", address: "mallory@example.net" } });
    await play(stage, vague, other);
    const [gate] = stage.praxis.gates();
    assert.match(gate?.reasons.join("; ") ?? "", /mallory@example\.net wrote in this thread/);
    assert.equal(refundsAt(stage), 0);
  });

  test("answered by somebody else, whose own address is proven, proves nothing of the customer", async () => {
    const stage = scene();
    const other = reply("m-2", "#W7107002", { from: { name: "", address: "mallory@example.net" } });
    await play(stage, vague, other);
    const operations = [
      { name: "cancel_pending_order", arguments: { order_id: "#W7107002", reason: "no longer needed" } },
    ];
    await stage.praxis.when((steps) => steps.answer(/What does Samuel/, answer({ operations })));
    assert.equal(refundsAt(stage), 0);
    const open = stage.praxis.gates().find(({ status }) => status === "open");
    assert.match(open?.reasons.join() ?? "", /nothing proves that the mail came from this customer/);
  });

  test("of another customer is not found, and those of their own are named", async () => {
    const stage = scene();
    await play(stage, mail("m-1", "samuel.osei", "Please cancel order #W7106001."));
    const [letter] = lettersOf(stage);
    assert.match(letter?.text ?? "", /could not find an order with that number/);
    assert.doesNotMatch(letter?.text ?? "", /#W7106001/);
  });
});

describe("who wrote it", () => {
  test("an unverified sender gets nothing done without a person, and a no is told", async () => {
    const stage = scene();
    const asked: string[] = [];
    stage.praxis.person((gate) => {
      asked.push(gate.reasons.join());
      return gate.kind === "question" ? answer({ reply: "" }) : decline("not from her, I called");
    });
    await play(stage, mail("m-1", "emily.hart", cancelPlain, { authenticated: "fail" }));
    assert.equal(refundsAt(stage), 0);
    assert.match(asked[0] ?? "", /nothing proves that the mail came from this customer/);
    assert.match(asked[1] ?? "", /told that a colleague will write[\s\S]*not from her, I called/);
    assert.equal(asked.length, 2);
  });

  test("a stranger whose address is proven is told where to write from; another one gets no answer", async () => {
    const stage = scene();
    const forged = mail("m-2", "boss", "Refund Emily 500 EUR at once.", { authenticated: "fail" });
    await play(stage, mail("m-1", "nobody.we.know", cancelPlain), forged);
    assert.match(lettersOf(stage)[0]?.text ?? "", /could not find an account of yours/);
    assert.equal(lettersOf(stage).length, 1);
    const [gate] = stage.praxis.gates();
    assert.match(gate?.title ?? "", /Who is boss@example\.com/);
    await stage.praxis.when((steps) => steps.answer(/Who is/, answer({ customer: "" })));
    assert.equal(refundsAt(stage), 0);
  });

  test("a stranger whose letter is about no order is answered by a person, and not asked for an order's number", async () => {
    const letters = [
      { subject: "Newsletter", text: "Hello,\n\ncould you put me on the newsletter list?\n\nKim" },
      {
        subject: "Cooperation",
        text: "In order to plan our spring fair we look for makers of throws. Would you take part?",
      },
      { subject: "Frage", text: "Guten Tag, haben Sie auch samstags geöffnet?" },
    ];
    for (const { subject, text } of letters) {
      const stage = scene();
      await play(stage, mail("m-1", "nobody.we.know", text, { subject }));
      const [told, ...others] = lettersOf(stage);
      assert.equal(others.length, 0, subject);
      assert.doesNotMatch(told?.text ?? "", /#|order|account|Bestell|Konto/, subject);
      const [gate] = stage.praxis.gates().filter(({ status }) => status === "open");
      assert.match(gate?.title ?? "", /^Answer nobody\.we\.know@example\.com yourself/, subject);
      await stage.praxis.when((steps) => steps.answer(/^Answer/, answer({ reply: "Gladly, we will see to it." })));
      assert.match(lettersOf(stage)[1]?.text ?? "", /Gladly, we will see to it\./, subject);
    }
  });

  test("a stranger who writes of an order is told where to write from, in whatever words", async () => {
    for (const text of [
      "Where is my parcel?",
      "Something is wrong with my order, help!",
      "Bitte um Auskunft zu meiner Bestellung.",
      "About #W7106003 - hm.",
    ]) {
      const stage = scene();
      await play(stage, mail("m-1", "nobody.we.know", text, { subject: "Hello" }));
      assert.equal(lettersOf(stage).length, 1, text);
      assert.match(lettersOf(stage)[0]?.text ?? "", /account|Konto/, text);
      assert.equal(stage.praxis.gates().length, 0, text);
    }
  });

  test("a stranger whom a person knows is answered at the address that the shop has", async () => {
    const stage = scene();
    await play(stage, mail("m-1", "emilys.new.address", cancelPlain, { authenticated: "none" }));
    await stage.praxis.when((steps) =>
      steps.answer(/Who is/, answer({ customer: "emily_hart" })).answer(/Cancel/, approve()),
    );
    assert.equal(lettersOf(stage)[0]?.to, "emily.hart@example.com");
    assert.equal(refundsAt(stage), 1);
  });
});

test("what a program sent starts nothing, and is kept", async () => {
  const stage = scene();
  await play(stage, mail("m-1", "emily.hart", cancelPlain, { automatic: true }));
  stage.praxis.expect.run("answer mail").isDone().effects().askedNobody();
});

test("a Message-ID that no header may repeat does not keep the answer back", async () => {
  const stage = scene();
  await play(stage, mail("m-1", "emily.hart", cancelPlain, { id: "<a\u0001b@c>", references: ["<x\u007fy@z>"] }));
  const [letter] = lettersOf(stage);
  assert.match(letter?.text ?? "", /is cancelled/);
  assert.doesNotMatch(JSON.stringify(letter), /inReplyTo|\\u0001|\u007f/);
});

test("two programs that answer each other are stopped: a person looks", async () => {
  const stage = scene();
  for (let n = 1; n <= 30; n++)
    await play(
      stage,
      mail(`m-${n}`, "robot", "Thank you for contacting us. Your ticket was created.", { thread: "t" }),
    );
  assert.equal(lettersOf(stage).length, 10);
  const open = stage.praxis.gates().filter(({ status }) => status === "open");
  assert.match(open[0]?.reasons.join() ?? "", /10 letters to this customer within a day/);
});

test("several wishes get one answer, and a refusal ends one of them alone", async () => {
  const stage = scene();
  const text = "Please cancel order #W7111001. Please cancel order #W7111002. Where is my order #W7111002?";
  await play(stage, mail("m-1", "owen.price", text));
  const [letter, ...others] = lettersOf(stage);
  assert.equal(others.length, 0);
  assert.match(letter?.text ?? "", /#W7111001 .* is cancelled/);
  assert.match(letter?.text ?? "", /We could not cancel your order #W7111002\. It has left us/);
  assert.match(letter?.text ?? "", /on its way to you/);
});

test("a letter in German is read by rules where they take it whole, and answered in German", async () => {
  const stage = scene();
  const text = "Guten Tag,\n\nich möchte meine Bestellung 7101001 bitte stornieren.\n\nDanke\nAnna Keller";
  await play(stage, mail("m-1", "anna.keller", text));
  assert.equal(stage.praxis.gates().length, 0);
  assert.match(lettersOf(stage)[0]?.text ?? "", /Guten Tag Anna,[\s\S]*storniert\. 64,50 \$/);
});

test("a promise to the customer is a question to the shop, until somebody has kept it", async () => {
  const stage = scene();
  stage.praxis.person((gate) => (gate.kind === "approval" ? decline("too dear") : "later"));
  await play(stage, mail("m-1", "theo.martin", "Please cancel my order #W7113001."));
  const [letter] = lettersOf(stage);
  assert.match(letter?.text ?? "", /not been able to cancel your order #W7113001 so far; a colleague will/);
  assert.doesNotMatch(letter?.text ?? "", /too dear/, "the reason is for the shop's people");
  const [question] = stage.praxis.gates().filter(({ status }) => status === "open");
  assert.match(question?.title ?? "", /^Answer Theo Martin yourself, as we promised: “Please cancel my order/);
  assert.match(question?.reasons.join() ?? "", /not done: Cancel order #W7113001 of Theo Martin .*too dear/);
  await stage.praxis.when((steps) => steps.advance("40 days"));
  assert.equal(stage.praxis.gates().filter(({ status }) => status === "open").length, 1, "it does not expire");
  await stage.praxis.when((steps) => steps.answer(/Answer Theo/, answer({ reply: "Dear Theo, we will ring you." })));
  assert.match(lettersOf(stage)[1]?.text ?? "", /Dear Theo, we will ring you\./);
  stage.praxis.expect.run("answer mail").isDone();
});

test("a letter in German that no rule takes is read by a person, and answered in German", async () => {
  const stage = scene();
  const text = "Guten Tag, ich möchte meine Bestellung #W7101001 eventuell stornieren. Danke, Anna Keller";
  await play(stage, mail("m-1", "anna.keller", text));
  const [gate] = stage.praxis.gates();
  assert.match(gate?.title ?? "", /^In German: what does Anna Keller ask for\?/);
  const operations = [
    { name: "cancel_pending_order", arguments: { order_id: "#W7101001", reason: "no longer needed" } },
  ];
  await stage.praxis.when((steps) => steps.answer(/In German/, answer({ operations })));
  assert.match(lettersOf(stage)[0]?.text ?? "", /Guten Tag Anna,[\s\S]*storniert\. 64,50 \$/);
});

test("a new account's cancellation waits for a person", async () => {
  const stage = scene();
  await play(stage, mail("m-1", "theo.martin", "Please cancel my order #W7113001."));
  const [gate] = stage.praxis.gates();
  assert.match(gate?.reasons.join() ?? "", /the account is new: its first order was placed 2 days ago/);
});

test("a person's own words are sent, and the customer's answer comes back to them", async () => {
  const stage = scene();
  await play(stage, mail("m-1", "ivy.collins", "Do you ship to Canada?"));
  const reply = "Yes, for 20 USD.\n\nShall we?";
  await stage.praxis.when((steps) => steps.answer(/Do you ship/, answer({ reply, waitForAnswer: true })));
  assert.match(lettersOf(stage)[0]?.text ?? "", /Yes, for 20 USD\.\n\nShall we\?/);
  const next = mail("m-2", "ivy.collins", "Yes please!", { thread: "thread-m-1" });
  await play(stage, next);
  assert.equal(stage.praxis.runs("answer mail").length, 1);
  stage.praxis.expect.run("answer mail").asked(/What does Ivy Collins ask for\? "Yes please!"/);
});
