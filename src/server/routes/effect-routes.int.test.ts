/** Effects and their explanations. The texts are golden: they are what a shop owner reads. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { CallError } from "../../act/call.ts";
import { connection } from "../../act/connection.ts";
import { contract } from "../../act/contract.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { process } from "../../plan/process.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";
import type { Ticket } from "../testing/sample-shop.ts";

async function ticket(server: TestServer, id: string, body: Partial<Ticket> = {}): Promise<string> {
  const answer = await server.hook("helpdesk", ticketBody(body), { id });
  assert.equal(answer.status, 202);
  return answer.text("runs.0");
}

/** The text with ids replaced by what they are ids of, in order of appearance. */
async function why(server: TestServer, id: string): Promise<string[]> {
  const answer = await server.call("GET", `/api/why/${id}`);
  assert.equal(answer.status, 200);
  const text = answer.text("text").replaceAll(/\b(run|effect|Effect|gate|Run) ([0-9a-z]{23,24})\b/g, "$1 <id>");
  assert.ok(text.split("\n").length <= 12, text);
  return text.split("\n");
}

const effectOf = async (server: TestServer, run: string, ...statuses: string[]) =>
  (await runWith(server, run, ...statuses)).text("effects.0.id");

const wire = contract("wire", {
  tier: "T3",
  input: z.object({ to: z.string() }),
  output: z.object({}),
  via: connection("bank", { baseUrl: "https://bank.example" }),
  intent: { object: (wish) => [wish.to] },
  describe: (wish) => `Wire to ${wish.to}`,
  perform: (wish, call) => call.post("/wires", wish),
});
const wiring = process("wiring", { input: z.object({}) }, (run) => run.do(wire, { to: "ana" }));

describe("effects", () => {
  test("are listed by status, contract, account and run", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await ticket(server, "1");
    await ticket(server, "2", { order: "#2" });
    await runWith(server, run, "done");
    await until(async () => (await count("status=succeeded")) === 2 || undefined);
    async function count(query: string) {
      return (await server.call("GET", `/api/effects?${query}`)).at("effects.length");
    }
    assert.equal(await count("contract=refund&account=main"), 2);
    assert.equal(await count(`run=${run}`), 1);
    assert.equal(await count("status=refused"), 0);
    assert.equal(await count("status=unknown"), 0);
    assert.equal(await count("contract=other"), 0);
    assert.equal(await count("tier=T1&connection=payments&process=tickets"), 2);
    for (const none of ["tier=T3", "connection=shop", "process=returns"]) assert.equal(await count(none), 0, none);
    const first = await server.call("GET", "/api/effects?limit=1");
    const rest = await server.call("GET", `/api/effects?before=${encodeURIComponent(first.text("next"))}`);
    assert.equal(rest.at("effects.length"), 1);
    assert.notEqual(rest.at("effects.0.id"), first.at("effects.0.id"));
  });

  test("show their intent, arguments, authority and key", async () => {
    await using server = await openTestServer(openMemoryLog);
    const id = await effectOf(server, await ticket(server, "1"), "done");
    const effect = await server.call("GET", `/api/effects/${id}`);
    assert.deepEqual(effect.at("intent"), { object: ["#1"], occasion: [] });
    assert.deepEqual(effect.at("wish"), { order: "#1", amountCents: 4_320, customer: "mia@example.com" });
    assert.equal(effect.at("authority.level"), "gated");
    assert.equal(effect.at("events.0.type"), "EffectIntended");
    const sent = server.payments.seen[0]?.headers ?? {};
    assert.ok(Object.values(sent).includes(effect.text("idempotencyKey")));
    const log = effect.list("attemptsLog").map((line) => JSON.stringify(line));
    assert.match(log.join(), /Sent to payments.*Done: payments confirmed it/);
    assert.equal(effect.at("openGate"), null);
  });

  test("of which nobody knows what became lead to the question that is asked about them", async () => {
    await using server = await openTestServer(openMemoryLog);
    server.praxis.load([wire, wiring]);
    server.payments.answerWith = () => {
      server.clock.turn(3_600_000);
      throw new CallError("ambiguous", "cut", "the connection was cut");
    };
    const run = await server.call("POST", "/api/runs", { process: "wiring", input: {}, why: "to try it" });
    const look = () => server.call("GET", `/api/effects?status=unknown&run=${run.text("run")}`);
    await until(async () => ((await look()).at("effects.length") === 1 ? true : undefined));
    server.clock.turn(60_000);
    const unknown = await until(async () => {
      const list = await look();
      return list.at("effects.0.openGate") ? list : undefined;
    });
    const gate = await server.call("GET", `/api/gates/${unknown.text("effects.0.openGate")}`);
    assert.deepEqual([gate.at("kind"), gate.at("effect")], ["unknown", unknown.at("effects.0.id")]);
    const detail = await server.call("GET", `/api/effects/${unknown.text("effects.0.id")}`);
    assert.equal(detail.at("openGate"), gate.at("id"));
  });

  test("that are unknown are answered with 404", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const path of ["/api/effects/nope", "/api/effects/nope/why", "/api/why/nope"])
      assert.equal((await server.call("GET", path)).status, 404);
  });
});

describe("why", () => {
  test("an effect that a policy allowed was done, and which other run met it", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await ticket(server, "1");
    const id = await effectOf(server, run, "done");
    server.clock.turn(86_400_000);
    await runWith(server, await ticket(server, "2", { text: "Where is my money?" }), "done");
    assert.deepEqual(await why(server, id), [
      "Refund 43.20 for order #1: done on 12 Mar 2026, 14:03 UTC.",
      "It was sent once to payments, and payments confirmed it.",
      'It began with TicketReceived from "helpdesk" on 12 Mar 2026, 14:03 UTC (id 1): “The mug came broken, money back please”',
      'The process "tickets" asked for it (run <id>), under the contract "refund" (T1: the other side knows a repeated request again, so it is done once).',
      "The level was gated: a person is asked where a policy or the risk says so.",
      'The policy "refund limit" allowed it (most 50.00 €).',
      'The same was asked for again by run <id> ("tickets", 13 Mar 2026, 14:03 UTC); it was not done twice.',
    ]);
    const data = await server.call("GET", `/api/effects/${id}/why`);
    assert.equal(data.at("kind"), "effect");
    assert.equal(data.at("origin.source"), "helpdesk");
    assert.equal(data.at("authority.policies.0.verdict"), "allow");
    assert.equal(data.at("alsoMetBy.length"), 1);
    assert.equal(server.payments.seen.length, 1);
  });

  test("an effect that a person approved was done, and the gate and the run tell the same", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await ticket(server, "1", { amountCents: 9_900 });
    const gate = await until(async () => {
      const list = await server.call("GET", "/api/gates?status=open");
      return list.at("gates.length") === 1 ? list.text("gates.0.id") : undefined;
    });
    await runWith(server, run, "waiting");
    assert.deepEqual(await why(server, run), [
      'Run <id> of "tickets", begun on 12 Mar 2026, 14:03 UTC: waiting.',
      'It began with TicketReceived from "helpdesk" on 12 Mar 2026, 14:03 UTC (id 1): “The mug came broken, money back please”',
      "It has done nothing outside so far.",
      "It waits for an answer to a gate (approver), since 12 Mar 2026, 14:03 UTC.",
    ]);
    server.clock.turn(7 * 60_000);
    const headers = { authorization: "Bearer test-local-token", "x-praxis-person": "maria" };
    const answer = { verdict: "approve", reason: "a loyal customer" };
    await server.call("POST", `/api/gates/${gate}/answer`, answer, headers);
    const id = await effectOf(server, run, "done");
    assert.deepEqual((await why(server, id)).slice(-3), [
      "The level was gated: a person is asked where a policy or the risk says so.",
      'The policy "refund limit" asked a person: 99 is more than 50 (most 50.00 €).',
      "maria approved it on 12 Mar 2026, 14:10 UTC: “a loyal customer” (gate <id>).",
    ]);
    assert.deepEqual(await why(server, gate), [
      '“Refund 99.00 for order #1” was asked on 12 Mar 2026, 14:03 UTC by the process "tickets" (run <id>).',
      "- because 99 is more than 50.",
      'It began with TicketReceived from "helpdesk" on 12 Mar 2026, 14:03 UTC (id 1): “The mug came broken, money back please”',
      "Yes: refund is carried out (T1). No: nothing is done; the process is told that it was declined.",
      "maria approved it on 12 Mar 2026, 14:10 UTC: “a loyal customer” (gate <id>).",
    ]);
    assert.deepEqual(await why(server, run), [
      'Run <id> of "tickets", begun on 12 Mar 2026, 14:03 UTC: done on 12 Mar 2026, 14:10 UTC.',
      'It began with TicketReceived from "helpdesk" on 12 Mar 2026, 14:03 UTC (id 1): “The mug came broken, money back please”',
      "- Refund 99.00 for order #1: done (effect <id>)",
      "“Refund 99.00 for order #1”: maria approved it on 12 Mar 2026, 14:10 UTC: “a loyal customer” (gate <id>).",
    ]);
  });

  test("an effect was refused by the other side", async () => {
    await using server = await openTestServer(openMemoryLog);
    server.payments.answerWith = () => {
      throw new CallError("refused", "charge_too_old", "the charge is older than 180 days");
    };
    const id = await effectOf(server, await ticket(server, "1"), "done");
    assert.deepEqual((await why(server, id)).slice(0, 2), [
      "Refund 43.20 for order #1: refused on 12 Mar 2026, 14:03 UTC; nothing was done.",
      "payments refused it: the charge is older than 180 days.",
    ]);
  });

  test("an effect was sent twice, for the first answer never came", async () => {
    await using server = await openTestServer(openMemoryLog);
    server.payments.answerWith = () => {
      server.clock.turn(3_600_000);
      throw new CallError("ambiguous", "cut", "the connection was cut");
    };
    const run = await ticket(server, "1");
    const unknown = await until(async () => {
      const list = await server.call("GET", "/api/effects?status=unknown");
      return list.at("effects.length") === 1 ? list.text("effects.0.id") : undefined;
    });
    assert.deepEqual((await why(server, unknown)).slice(0, 2), [
      "Refund 43.20 for order #1: nobody knows yet whether it was done.",
      "It was sent once, but the connection was cut. It is sent again under the same key, which cannot do it twice.",
    ]);
    server.clock.turn(60_000);
    await runWith(server, run, "done");
    assert.equal((await why(server, unknown))[1], "It took 2 attempts, which count as one; payments confirmed it.");
  });

  test("a run that a person started, and that was set aside", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = { process: "clumsy", input: { mood: "grumpy as ever" }, why: "to see what happens" };
    const started = await server.call("POST", "/api/runs", body);
    await runWith(server, started.text("run"), "set aside");
    const lines = await why(server, started.text("run"));
    assert.deepEqual(lines.slice(0, 3), [
      'Run <id> of "clumsy", begun on 12 Mar 2026, 14:03 UTC: set aside on 12 Mar 2026, 14:03 UTC.',
      "It began by hand: local started it on 12 Mar 2026, 14:03 UTC, because: to see what happens. It was given: “grumpy as ever”",
      "It has done nothing outside so far.",
    ]);
    assert.match(lines[3] ?? "", /^It was set aside, because it is grumpy as ever/);
  });

  test("what it was about was erased: the explanation says so, and names nobody", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await ticket(server, "1");
    const id = await effectOf(server, run, "done");
    const erased = await server.call("POST", "/api/subjects/forget", { subject: "mia@example.com", why: "she asked" });
    assert.deepEqual(erased.body, { erased: true });
    const text = (await why(server, id)).join("\n");
    assert.match(text, /^\(erased\): done on 12 Mar 2026/);
    assert.match(text, /What it began with has been erased/);
    const listed = await server.call("GET", "/api/effects");
    assert.deepEqual(
      [listed.text("effects.0.description"), listed.at("effects.0.money")],
      ["Refund of 43.20 € (erased)", { cents: 4_320, currency: "EUR" }],
    );
    const everything = JSON.stringify([
      (await server.call("GET", `/api/runs/${run}`)).body,
      (await server.call("GET", `/api/effects/${id}`)).body,
      (await server.call("GET", "/api/runs")).body,
      (await server.call("GET", "/api/effects")).body,
    ]);
    assert.doesNotMatch(everything, /mia|mug/);
  });
});
