/** Mails and messages through the effect path: by tier, once, and with nothing in the log that must not be there. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { CallError } from "../act/call.ts";
import { connection, type MailConnection } from "../act/connection.ts";
import type { MailDispatch, MailTransport } from "../act/connectors/mail-transport.ts";
import { slackContract, slackWebhook } from "../act/connectors/slack/slack-webhook.ts";
import { contract } from "../act/contract.ts";
import { mailContract } from "../act/mail/mail-contract.ts";
import { mailbox } from "../act/mail/mailbox.ts";
import { secret } from "../act/secret.ts";
import { process } from "../plan/process.ts";
import { pay, refundT1 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const from = "Help <help@x.example>";
const server = mailbox("support", { url: secret("SMTP_URL"), from });
const outbox = mailbox("support", { folder: "outbox", from });
const wishSchema = z.object({ ticket: z.string(), words: z.string() });
const minute = 60_000;
const hour = 60 * minute;

const reply = (via: MailConnection) =>
  mailContract("reply", {
    via,
    input: wishSchema,
    once: ({ ticket }) => [ticket],
    mail: ({ ticket, words }) => ({ to: "ada@example.com", subject: `Ticket ${ticket}`, text: words, thread: ticket }),
  });
const replies = (via: MailConnection) =>
  process("replies", { on: "Ticket", input: wishSchema }, (run, wish) => run.do(reply(via), wish));

/** A mail server that does as it is told, and keeps what it was given. */
function post(script: ((dispatch: MailDispatch) => never)[] = []): { mails: MailDispatch[]; mail: MailTransport } {
  const mails: MailDispatch[] = [];
  return {
    mails,
    mail: async (dispatch) => {
      dispatch.lastMoment();
      mails.push(dispatch);
      script.shift()?.(dispatch);
      return { accepted: [...dispatch.composed.to], rejected: [], said: "taken" };
    },
  };
}

const lost = (): never => {
  throw new CallError("ambiguous", "connection_lost", "the connection broke");
};

describe("a reply by mail", () => {
  test("is sent once, whoever asks for it again", async () => {
    const { mails, mail } = post();
    const world = bench([replies(server)], { mail });
    await world.send("Ticket", { ticket: "t-1", words: "Done." });
    const [run = ""] = await world.send("Ticket", { ticket: "t-1", words: "Done." });
    assert.equal(mails.length, 1);
    assert.match(mails[0]?.composed.messageId ?? "", /^<praxis\.t-1\.[0-9a-f]{32}-1@x\.example>$/);
    assert.equal(z.looseObject({ status: z.string() }).parse(world.value(run)).status, "succeeded");
  });

  test("through a server, whose answer got lost, is asked about, and a yes needs no details (T3)", async () => {
    const { mails, mail } = post([lost]);
    const world = bench([replies(server)], { mail });
    await world.send("Ticket", { ticket: "t-1", words: "Done." });
    await world.pass(2 * minute);
    assert.equal(mails.length, 1);
    await world.answer(world.openGate(), { verdict: "answer", value: { happened: true, output: {} } });
    assert.deepEqual(world.story(world.effect()), ["Intended", "Entered", "Attempting", "Unknown", "Succeeded"]);
    assert.equal(mails.length, 1);
  });

  test("into an outbox, whose answer got lost, is put there again under the same key (T1)", async () => {
    const { mails, mail } = post([lost]);
    const world = bench([replies(outbox)], { mail });
    await world.send("Ticket", { ticket: "t-1", words: "Done." });
    await world.pass(minute);
    assert.equal(world.effect().status, "succeeded");
    assert.equal(new Set(mails.map((each) => each.key)).size, 1);
    assert.equal(new Set(mails.map((each) => each.composed.messageId)).size, 1);
  });

  test("that was given to an outbox before, and whose mailbox is a server now, is not repeated without a person", async () => {
    const { mails, mail } = post([lost]);
    const world = bench([replies(outbox)], { mail });
    await world.send("Ticket", { ticket: "t-1", words: "Done." });
    world.praxis.load([replies(server), reply(server)]);
    await world.pass(2 * minute);
    assert.equal(mails.length, 1);
    assert.equal(world.openGates().length, 1);
  });
});

describe("a connection that is spoken to in a way that it does not know", () => {
  const given = { input: z.object({}), output: z.json(), intent: { object: () => ["it"] } };
  const posts = contract("posts", { tier: "T3", via: server, ...given, perform: (_, call) => call.post("/mails", {}) });
  const sends = contract("sends", {
    tier: "T3",
    via: pay,
    ...given,
    perform: async (_, call) => z.json().parse(await call.send({ to: "ada@example.com", subject: "Hello", text: "" })),
  });
  for (const [wrong, says] of [
    [posts, /"support" is a mailbox: it has no `call\.post`/],
    [sends, /"pay" speaks HTTP: it has no `call\.send`/],
  ] as const) {
    test(`fails before anything is sent, and says so: ${wrong.name}`, async () => {
      const world = bench([process("wrong", { on: "Go", input: z.object({}) }, (run) => run.do(wrong, {}))], post());
      const run = await world.begin("Go", {});
      const outcome = z.looseObject({ status: z.string(), reason: z.string() }).parse(world.value(run));
      assert.equal(outcome.status, "failed");
      assert.match(outcome.reason, says);
    });
  }
});

describe("a Slack-compatible webhook", () => {
  const url = "https://hooks.slack.example/services/T0000/B0000/verysecretword";
  const ops = slackWebhook("ops", { url: secret("SLACK_WEBHOOK_URL") });
  const tell = slackContract("tell", {
    via: ops,
    input: z.object({ order: z.string() }),
    once: ({ order }) => [order],
    message: ({ order }) => ({ text: `Order ${order} is late` }),
  });
  const tells = process("tells", { on: "Late", input: z.object({ order: z.string() }) }, (run, wish) =>
    run.do(tell, wish),
  );
  const slack = (status: number, body: string) => {
    const provider = new ScriptedProvider();
    const sent: string[] = [];
    const transport: typeof provider.transport = async (exchange) => {
      sent.push(`${exchange.url} ${exchange.body}`);
      return { status, headers: {}, body };
    };
    return { sent, provider: Object.assign(provider, { transport }) };
  };

  test("takes a message at its secret address, and answers in plain text", async () => {
    const { sent, provider } = slack(200, "ok");
    const world = bench([tells], { provider, secrets: { SLACK_WEBHOOK_URL: url } });
    await world.send("Late", { order: "o-1" });
    assert.deepEqual(sent, [`${url} {"text":"Order o-1 is late"}`]);
    assert.equal(world.effect().status, "succeeded");
  });

  test("is in no event, whatever its error page repeats", async () => {
    const { provider } = slack(404, `Cannot POST ${new URL(url).pathname} at ${url}: no verysecretword`);
    const world = bench([tells], { provider, secrets: { SLACK_WEBHOOK_URL: url } });
    const run = await world.begin("Late", { order: "o-1" });
    assert.equal(z.looseObject({ status: z.string() }).parse(world.value(run)).status, "refused");
    const all = JSON.stringify(world.log.readAll(0, 1_000)) + world.reports.join();
    assert.doesNotMatch(all, /verysecretword|B0000/);
    assert.match(all, /Cannot POST \(secret\)/);
  });

  test("waits where its secret is missing, or is no address", async () => {
    for (const secrets of [{}, { SLACK_WEBHOOK_URL: "hooks.slack.example" }]) {
      const world = bench([tells], { secrets });
      await world.send("Late", { order: "o-1" });
      assert.equal(world.effect().status, "intended");
      assert.match(JSON.stringify(world.log.readAll(0, 100)), /SLACK_WEBHOOK_URL/);
    }
  });
});

describe("Retry-After", () => {
  const asks = (seconds: string) => {
    const provider = new ScriptedProvider();
    let calls = 0;
    const transport: typeof provider.transport = async () => {
      calls += 1;
      return { status: 429, headers: { "retry-after": seconds }, body: "{}" };
    };
    return { calls: () => calls, provider: Object.assign(provider, { transport }) };
  };

  test("E5: of a year ends with the budget: one more attempt, and the effect has failed", async () => {
    const { calls, provider } = asks(String(365 * 86_400));
    const world = bench([refunds(refundT1({ retry: { withinMs: hour } }))], { provider });
    await world.send("Refund", { charge: "c", cents: 5 });
    await world.pass(hour - minute);
    assert.equal(calls(), 1);
    await world.pass(3 * minute);
    assert.equal(calls(), 2);
    assert.equal(world.effect().status, "failed");
  });

  test("E5: of a year does not keep a read waiting beyond its budget", async () => {
    const { calls, provider } = asks("1e300");
    const look = contract("look", {
      tier: "read",
      via: connection("pay", { baseUrl: "https://pay.example.com" }),
      input: z.object({}),
      output: z.json(),
      retry: { attempts: 2, withinMs: hour },
      perform: (_, call) => call.get("/"),
    });
    const world = bench([process("looks", { on: "Go", input: z.object({}) }, (run) => run.do(look, {}))], { provider });
    const run = await world.begin("Go", {});
    await world.pass(hour);
    assert.equal(calls(), 2);
    assert.equal(world.status(run), "set aside");
  });
});
