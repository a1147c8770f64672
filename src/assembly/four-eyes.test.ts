/** Four eyes: where a policy asks for them, whoever wanted a run cannot be the one who lets its effects through. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { connection } from "../act/connection.ts";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { receive } from "../engine/intake.ts";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { openedOf } from "../oversee/gates/answer-gate.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { Bench } from "./testing/bench.ts";

const bank = connection("bank", { baseUrl: "https://bank.example/{account}" });
const pay = contract("pay", {
  tier: "T1",
  input: z.object({ to: z.string(), amountCents: z.number() }),
  output: z.object({ payment: z.string() }),
  via: bank,
  intent: { object: (wish) => [wish.to] },
  about: () => "everybody",
  perform: (wish, call) => call.post("/payments", { to: wish.to, amount: wish.amountCents }),
});
const asks = policy("large payments", {
  on: pay,
  parameters: z.object({ fourEyesFrom: z.number().default(10_000) }),
  judge: ({ wish, parameters, past, ask }) =>
    ask(
      "money leaves",
      wish.amountCents >= parameters.fourEyesFrom || past.count({ within: "1 day" }) > 0 ? { notBy: "requester" } : {},
    ),
});
const wanted = z.object({ to: z.string(), amountCents: z.number() });
const payments = process("payments", { on: "PaymentWanted", input: wanted }, (run, wish) => run.do(pay, wish));
const parent = process("parent", { on: "BatchWanted", input: wanted }, async (run, wish) => {
  const child = await run.start(payments, wish);
  return child.end();
});

const creditor = decision("who is paid", {
  input: z.object({}),
  answer: wanted,
  question: () => "Who is paid?",
  why: () => ["nobody said so"],
});
const asked = process("asked", { on: "Asked", input: z.object({}) }, async (run) => {
  const said = await run.decide(creditor, {});
  return said.status === "answered" ? run.do(pay, said.answer) : null;
});
const told = process("told", { on: "Told", input: wanted }, async (run) => {
  const invoice = await run.wait("Invoice", { about: "it" });
  return invoice.status === "arrived" ? run.do(pay, wanted.parse(invoice.event)) : null;
});

const open = (): Bench =>
  new Bench({
    open: (ports) => openMemoryLog({ ports, projections }),
    definitions: [pay, asks, payments, parent, creditor, asked, told],
  });

let sent = 0;

/** An event that somebody sent: a person through a session, or a source. */
async function send(bench: Bench, type: string, amountCents: number, principal: string): Promise<void> {
  const id = `${++sent}`;
  const payload = { to: `creditor ${id}`, amountCents };
  const incoming = { source: "test", id, type, payload, about: "it", account: "main", subject: null, principal };
  await receive(bench.praxis.engine, incoming).durable;
  await bench.settle();
}

const approve = (bench: Bench, by: string) => bench.answer(bench.openGate(), { verdict: "approve", by });

describe("four eyes", () => {
  test("keep the requester from answering, in any case of their name; anybody else may", async () => {
    const bench = open();
    await send(bench, "PaymentWanted", 10_000, "person:maria");
    const gate = bench.praxis.gates.byId(bench.openGate());
    assert.deepEqual([gate?.requester, gate?.fourEyes], ["maria", true]);
    for (const by of ["maria", "Maria"])
      await assert.rejects(approve(bench, by), { code: "requester_cannot_approve", next: /somebody else/ });
    assert.equal(bench.praxis.gates.byId(bench.openGate())?.status, "open");
    assert.equal(bench.provider.exchanges.length, 0);
    await approve(bench, "otto");
    assert.equal(bench.provider.exchanges.length, 1);
  });

  test("are not asked for where the policy does not say so, nor in the way where no person is behind it", async () => {
    const bench = open();
    await send(bench, "PaymentWanted", 9_999, "person:maria");
    assert.equal(bench.praxis.gates.byId(bench.openGate())?.fourEyes, false);
    await approve(bench, "maria");
    await send(bench, "PaymentWanted", 10_000, "source:helpdesk");
    assert.equal(bench.praxis.gates.byId(bench.openGate())?.requester, null);
    await approve(bench, "maria");
    assert.equal(bench.provider.exchanges.length, 2);
  });

  test("look through the runs that a run was started by", async () => {
    const bench = open();
    await send(bench, "BatchWanted", 10_000, "person:maria");
    assert.equal(bench.praxis.gates.byId(bench.openGate())?.requester, "maria");
    await assert.rejects(approve(bench, "maria"), { code: "requester_cannot_approve" });
  });

  test("that came to be needed since the question was asked make the requester's own yes void: somebody else is asked", async () => {
    const bench = open();
    await send(bench, "PaymentWanted", 9_000, "person:maria");
    const first = bench.openGate();
    await send(bench, "PaymentWanted", 9_000, "person:maria");
    const [, second] = bench.openGates().map((row) => text(row, "id"));
    await bench.answer(first, { verdict: "approve", by: "maria" });
    assert.equal(bench.provider.exchanges.length, 1);
    await bench.answer(second ?? "", { verdict: "approve", by: "maria" });
    assert.equal(bench.provider.exchanges.length, 1, "it is the second payment of the day by now");
    const third = bench.praxis.gates.byId(bench.openGate());
    assert.deepEqual([third?.id === second, third?.fourEyes], [false, true]);
    await approve(bench, "otto");
    assert.equal(bench.provider.exchanges.length, 2);
  });

  test("keep whoever edited the arguments from being the only one who saw them", async () => {
    const bench = open();
    await send(bench, "PaymentWanted", 1, "source:helpdesk");
    const asked = wanted.parse(openedOf(bench.log, bench.openGate())?.proposal);
    const value = { ...asked, amountCents: 1_000_000 };
    await bench.answer(bench.openGate(), { verdict: "approve", value, by: "otto" });
    assert.equal(bench.provider.exchanges.length, 0);
    const gate = bench.praxis.gates.byId(bench.openGate());
    assert.deepEqual([gate?.requester, gate?.fourEyes], ["otto", true]);
    await assert.rejects(approve(bench, "Otto"), { code: "requester_cannot_approve" });
    await approve(bench, "maria");
    assert.equal(bench.provider.exchanges.length, 1);
  });

  test("keep whoever said what is to be done, where nobody asked for the run, from letting it through as well", async () => {
    const byAnswer = open();
    await send(byAnswer, "Asked", 0, "source:helpdesk");
    const value = { to: "otto's cousin", amountCents: 10_000 };
    await byAnswer.answer(byAnswer.openGate(), { verdict: "answer", value, by: "otto" });
    const byEvent = open();
    await send(byEvent, "Told", 0, "source:helpdesk");
    await send(byEvent, "Invoice", 10_000, "person:otto");
    for (const bench of [byAnswer, byEvent]) {
      await assert.rejects(approve(bench, "otto"), { code: "requester_cannot_approve" });
      await approve(bench, "maria");
      assert.equal(bench.provider.exchanges.length, 1);
    }
  });

  test("are on record with the effect that they let through", async () => {
    const bench = open();
    await send(bench, "PaymentWanted", 10_000, "person:maria");
    await approve(bench, "otto");
    const row = bench.log.sql.get("SELECT id FROM effects");
    const intended = row && bench.praxis.ledger.intended(text(row, "id"));
    assert.deepEqual(
      intended?.authority.verdicts.map(({ notBy }) => notBy),
      ["requester"],
    );
    assert.equal(intended?.authority.by, "otto");
  });
});
