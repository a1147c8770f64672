/** What the story of a run is made of, over everything that a run can meet. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { MailTransport } from "../act/connectors/mail-transport.ts";
import { contract } from "../act/contract.ts";
import { mailContract } from "../act/mail/mail-contract.ts";
import { mailbox } from "../act/mail/mailbox.ts";
import { policy } from "../act/policy/policy.ts";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { momentsProjection } from "../oversee/story/moments-table.ts";
import { tellStory } from "../oversee/story/tell-story.ts";
import { touchesProjection } from "../oversee/story/touches-table.ts";
import { explain } from "../oversee/why/explain.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import type { Bench } from "./testing/bench.ts";
import { look, refundSchema, refundT1, refundT3, undoable } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const day = 86_400_000;
const change = { by: "ada", why: "a test" };
const described = refundT1({ describe: (wish) => `Refund ${wish.cents} for ${wish.charge}` });

const tell = (world: Bench, run: string, from = 1, limit = 500) =>
  tellStory(world.praxis, world.run(run), { from, limit });

/** Kind and words of each moment. */
const told = (world: Bench, run: string): string[] =>
  tell(world, run).moments.map(({ kind, what }) => `${kind}: ${what}`);

describe("a story tells", () => {
  test("what a policy forbade, and who: the policy", async () => {
    const never = policy("never", { on: described, parameters: z.object({}), judge: ({ deny }) => deny("not here") });
    const world = bench([refunds(described), never]);
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    const { headline, moments } = tell(world, run);
    assert.equal(headline, "Not done, for a policy forbids it: Refund 5 for c");
    const denied = moments.find(({ what }) => what === "Not done: Refund 5 for c");
    assert.deepEqual([denied?.by, denied?.why, denied?.step], ["never", 'The policy "never" forbids it: not here', 1]);
  });

  test("on whose authority: the level once, and for money that followed what a person had approved in the same run", async () => {
    const { act: cancel } = undoable("cancel", { describe: () => "Cancel the order", risk: () => "high" });
    const refund = refundT1({
      describe: () => "Refund 5",
      money: ({ cents }) => ({ cents, currency: "EUR" }),
    });
    const { act: note } = undoable("note", { describe: () => "Note it" });
    const both = process("both", { on: "Both", input: refundSchema }, async (run, wish) => {
      await run.do(cancel, wish);
      await run.do(refund, wish);
      return run.do(note, wish);
    });
    const world = bench([both]);
    const run = await world.begin("Both", { charge: "c", cents: 5 });
    await world.answer(world.openGate(), { verdict: "approve", by: "root" });
    const begun = tell(world, run).moments.flatMap(({ what, why }) =>
      what.startsWith("To be done") ? [why ?? ""] : [],
    );
    assert.equal(begun.length, 3);
    assert.deepEqual(
      begun.map((why) => /The level was/.test(why)),
      [true, false, false],
    );
    assert.match(begun[0] ?? "", /root approved it/);
    assert.match(
      begun[1] ?? "",
      /Nobody was asked about this by itself; before it, in the same run, root approved “Cancel the order” on /,
    );
    // No policy speaks for the note either: that root was asked before it is all there is to say.
    assert.match(
      begun[2] ?? "",
      /No policy stands before it\. Nobody was asked about this by itself; .* root approved/,
    );
    const ids = world.log.sql.all("SELECT id FROM effects WHERE run = ? ORDER BY seq", run).map(({ id }) => String(id));
    const whys = ids.map((id) => explain(world.praxis, id));
    const names = whys.map((why) => (why.kind === "effect" ? (why.authority?.answeredBefore?.by ?? null) : "?"));
    assert.deepEqual(names, [null, "root", "root"]);
    // A yes that came later, or for another run, allowed nothing here.
    const alone = await world.begin("Both", { charge: "d", cents: 5 });
    await world.answer(world.openGate(), { verdict: "decline", reason: "no" });
    assert.ok(tell(world, alone).moments.every(({ why }) => !/root/.test(why ?? "")));
  });

  test("what was only proposed, and what another run had done before", async () => {
    const world = bench([refunds(described)]);
    await world.begin("Refund", { charge: "c", cents: 5 });
    const again = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.ok(told(world, again).includes("did: Refund 5 for c: had been done before, so it was not done again"));
    assert.equal(tell(world, again).headline, "Had been done before, so it was not done again: Refund 5 for c");
    await world.praxis.settings.setLevel(null, null, "shadow", change);
    const shadow = await world.begin("Refund", { charge: "d", cents: 5 });
    assert.ok(told(world, shadow).includes("decided: Only proposed: Refund 5 for d"));
  });

  test("what another run had only prepared is not told as done", async () => {
    const world = bench([refunds(refundT1({ interim: () => "5 is kept for c; nothing is refunded yet" }))]);
    await world.begin("Refund", { charge: "c", cents: 5 });
    const again = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.ok(told(world, again).includes("did: Prepared already: 5 is kept for c; nothing is refunded yet"));
    assert.equal(
      tell(world, again).headline,
      "Begun by another run that asked for the same: 5 is kept for c; nothing is refunded yet",
    );
  });

  test("who answered by name, also where the customer whom it was about has been erased", async () => {
    const asked = refundT1({ risk: () => "high" });
    const world = bench([refunds(asked)]);
    const run = await world.begin("Refund", { charge: "c", cents: 5 }, { subject: "mia" });
    await world.answer(world.openGate(), { verdict: "approve", by: "root" });
    world.log.erase("mia", { principal: "system" });
    const answered = tell(world, run).moments.find(({ kind }) => kind === "answered");
    assert.deepEqual([answered?.by, answered?.what], ["root", "root answered “(erased)”; the answer has been erased"]);
  });

  test("what was undone, and what undid it", async () => {
    const { act } = undoable("hold", { describe: () => "Hold the money" });
    const holds = process(
      "holds",
      { on: "Hold", input: z.object({ charge: z.string(), cents: z.int() }) },
      (run, wish) =>
        run.scope("holding", async (scope) => {
          await scope.must(act, wish);
          scope.fail("not wanted any more");
        }),
    );
    const world = bench([holds]);
    const run = await world.begin("Hold", { charge: "c", cents: 5 });
    const { headline, moments } = tell(world, run);
    assert.equal(headline, "Done and undone: Hold the money");
    assert.ok(moments.some(({ what }) => what === "Undone: Hold the money"));
    assert.ok(moments.some(({ why }) => why?.startsWith("It undoes “Hold the money”.")));
  });

  test("the letter that was sent, word by word, and nothing of it once the customer is erased", async () => {
    const reply = mailContract("reply", {
      via: mailbox("support", { folder: "outbox", from: "Shop <shop@x.example>" }),
      input: z.object({ ticket: z.string(), words: z.string() }),
      once: ({ ticket }) => [ticket],
      mail: ({ ticket, words }) => ({ to: "ada@example.com", subject: `Ticket ${ticket}`, text: words }),
    });
    const note = contract("note", {
      tier: "T0",
      input: z.object({ to: z.string(), subject: z.string(), text: z.string() }),
      output: z.object({}),
      describe: ({ to }) => `Note to ${to}`,
      perform: () => ({}),
    });
    const answers = process(
      "answers",
      { on: "Ticket", input: z.object({ ticket: z.string(), words: z.string() }) },
      async (run, wish) => {
        await run.do(reply, wish);
        await run.do(note, { to: "ada", subject: "Your ticket", text: wish.words });
      },
    );
    const mail: MailTransport = async ({ composed, lastMoment }) => {
      lastMoment();
      return { accepted: [...composed.to], rejected: [], said: "taken" };
    };
    const world = bench([answers], { mail });
    const words = `Dear Ada,\n\n${"it is done. ".repeat(40)}\n\nThe shop`;
    const run = await world.begin("Ticket", { ticket: "t-1", words }, { subject: "ada" });
    const letters = () =>
      tell(world, run).moments.flatMap(({ what, letter }) => (letter === null ? [] : [{ what, letter }]));
    assert.deepEqual(letters(), [
      {
        what: "Sent: Mail to ada@example.com: Ticket t-1",
        letter: { to: "ada@example.com", subject: "Ticket t-1", text: words },
      },
      { what: "Note to ada", letter: { to: "ada", subject: "Your ticket", text: words } },
    ]);
    world.log.erase("ada", { principal: "system" });
    assert.deepEqual(
      letters().map(({ letter }) => letter),
      [{ to: null, subject: null, text: null }],
    );
    assert.doesNotMatch(JSON.stringify(tell(world, run)), /Dear Ada|ada@example/);
  });

  test("what is only prepared as that, until what it was for is done", async () => {
    const { act } = undoable("hold", {
      describe: () => "Cancel order 1",
      interim: () => "order 1 is held; nothing is changed yet",
    });
    const commit = refundT1({ describe: () => "Cancel order 1" });
    const cancels = process(
      "cancels",
      { on: "Cancel", input: z.object({ charge: z.string(), cents: z.int() }) },
      async (run, wish) => {
        await run.do(act, wish);
        await run.wait("Confirmed", { about: "order 1", atMost: 1_000 * day });
        await run.do(commit, wish);
      },
    );
    const world = bench([cancels]);
    const run = await world.begin("Cancel", { charge: "c", cents: 5 });
    assert.match(tell(world, run).headline, /^Prepared: order 1 is held; nothing is changed yet\. Waiting for/);
    assert.ok(!told(world, run).some((line) => line.includes("Done: Cancel")), told(world, run).join("\n"));
    assert.ok(told(world, run).includes("did: Prepared: order 1 is held; nothing is changed yet"));
    await world.send("Confirmed", {}, { about: "order 1" });
    assert.equal(tell(world, run).headline, "Done: Cancel order 1");
    assert.ok(told(world, run).includes("did: Done: Cancel order 1"));
    const named = tell(world, run).bars.flatMap(({ label }) => (label.includes("Cancel order 1") ? [label] : []));
    assert.deepEqual(named, ["Prepared: Cancel order 1", "Cancel order 1"], "the two do not look like one thing twice");
  });

  test("what was only prepared and then undone as nothing that was done", async () => {
    const { act } = undoable("hold", { describe: () => "Cancel order 1", interim: () => "order 1 is held" });
    const gives = process(
      "gives up",
      { on: "Cancel", input: z.object({ charge: z.string(), cents: z.int() }) },
      (run, wish) =>
        run.scope("cancelling", async (scope) => {
          await scope.must(act, wish);
          scope.fail("not wanted any more");
        }),
    );
    const world = bench([gives]);
    const run = await world.begin("Cancel", { charge: "c", cents: 5 });
    assert.equal(tell(world, run).headline, "Not done after all, and nothing was changed: Cancel order 1");
  });

  test("what nobody knows first, and the person who said what had happened", async () => {
    const provider = new ScriptedProvider({ keys: false });
    provider.script.push("acts, then no answer");
    const world = bench([refunds(refundT3({ describe: () => "Refund 5" }))], { provider });
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(120_000);
    const asked = tell(world, run);
    assert.equal(asked.headline, "Nobody knows yet whether this was done: Refund 5");
    assert.match(
      asked.why ?? "",
      /^Waiting for a person to say what became of “Refund 5”, since .* An approver can say\.$/,
    );
    const value = { happened: true, output: { id: "r-1" } };
    await world.answer(world.openGate(), { verdict: "answer", value, reason: "seen in the dashboard" });
    const { moments } = tell(world, run);
    const done = moments.find(({ what }) => what === "Done: Refund 5");
    assert.deepEqual([done?.by, done?.why], ["ada", "No answer had come; ada looked, and said that it had happened"]);
  });

  test("which rule was sure, what was read, and that a time was waited for", async () => {
    const size = decision("size", {
      input: z.object({ n: z.int() }),
      answer: z.object({ cents: z.int() }),
      rules: [{ name: "small ones", answer: ({ n }) => ({ cents: n }) }],
      question: () => "how much?",
    });
    const steps = process("steps", { on: "Go", input: z.object({ n: z.int() }) }, async (run, input) => {
      await run.do(look, { id: "t-1" });
      const decided = await run.decide(size, input);
      await run.sleep("2 days");
      return decided.status;
    });
    const world = bench([steps]);
    const run = await world.begin("Go", { n: 3 });
    assert.match(tell(world, run).why ?? "", /^Waiting for 2 days to pass, since .* It goes on by itself on /);
    await world.pass(2 * day);
    assert.deepEqual(told(world, run), [
      'came in: Go, from "test"',
      "read: Looked up look (id t-1)",
      "decided: Size: cents 3",
      "waited: Waits for 2 days to pass",
      "waited: The time to wait was over",
      "ended: It came to its end",
    ]);
    const { bars, steps: listed } = tell(world, run);
    assert.deepEqual(
      bars.map(({ kind, from, to }) => [kind, Number(to) - from]),
      [["waiting", 2 * day]],
    );
    assert.deepEqual(
      listed.map(({ kind, editable }) => [kind, editable]),
      [
        ["read", true],
        ["decide", true],
        ["sleep", false],
      ],
    );
  });

  test("that an operator has stopped the connection, and why", async () => {
    const world = bench([refunds(described)]);
    await world.praxis.settings.stop("pay", { by: "ada", why: "the bank is down" });
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(
      tell(world, run).why,
      "An operator has stopped pay, because: the bank is down. “Refund 5 for c” is held until it is let go on.",
    );
  });

  test("whom a question was handed to, as the one who can answer", async () => {
    const world = bench([refunds(refundT1({ risk: () => "high", describe: () => "Refund 5" }))]);
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    world.praxis.log.write((transaction) =>
      world.praxis.gates.append(
        transaction,
        world.openGate(),
        "GatePassedOn",
        { to: "bob", by: "ada", why: "his shop" },
        "person:ada",
      ),
    );
    assert.match(tell(world, run).why ?? "", /^Waiting for bob to answer “Refund 5”, since .* bob can say\./);
    assert.ok(told(world, run).includes("asked: ada handed “Refund 5” to bob"));
  });
});

test("the tables of stories are the same when they are built again from the log", async () => {
  const disk = new MemoryDisk();
  const world = bench([refunds(refundT1({ risk: () => "high" }))], { disk });
  for (const charge of ["a", "b"]) await world.begin("Refund", { charge, cents: 5 });
  for (const gate of world.openGates()) await world.answer(String(gate.id), { verdict: "approve" });
  const rows = (log: Bench["log"]) => [
    log.sql.all("SELECT * FROM moments ORDER BY run, position"),
    log.sql.all("SELECT * FROM touches ORDER BY run"),
  ];
  const before = rows(world.log);
  assert.deepEqual(
    before[1]?.map(({ count }) => count),
    [1, 1],
  );
  world.stop();
  const raised = projections.map((each) =>
    each === momentsProjection || each === touchesProjection ? { ...each, version: each.version + 1 } : each,
  );
  const { ports } = world.praxis;
  assert.deepEqual(rows(openMemoryLog({ disk, ports, projections: raised })), before);
});

/** A run of nobody's code that waits for a minute and moves for three, over and over. */
function restlessRun(world: Bench, times: number): string {
  const cause = { principal: "system", correlation: "c" };
  const started = {
    process: "restless",
    version: "v",
    input: null,
    account: "main",
    subject: null,
    trigger: null,
    parent: null,
  };
  const wait = {
    seq: 1,
    kind: "sleep",
    name: "sleep",
    args: null,
    on: { kind: "timer", key: "" },
    what: "a minute to pass",
    owner: "clock",
    dueAt: null,
  };
  const outcome = { seq: 1, kind: "sleep", name: "sleep", args: null, ok: true, value: null, waited: true };
  const append = (type: string, data: Json): void =>
    void world.log.write((transaction) =>
      transaction.append("run/restless", transaction.head("run/restless"), [{ type, data }], cause),
    );
  append("RunStarted", started);
  for (let time = 0; time < times; time++) {
    append("RunWaiting", { waits: [wait] });
    world.clock.stop(60_000);
    append("OutcomeDelivered", outcome);
    world.clock.stop(180_000);
  }
  return "restless";
}

test("a run that changed thousands of times is drawn with no more bars than can be seen, and is told a page at a time", () => {
  const world = bench([]);
  const { bars, moments, momentsTotal, steps } = tell(world, restlessRun(world, 1_500), 1_001, 10);
  assert.equal(momentsTotal, 3_001);
  assert.deepEqual([moments[0]?.number, moments.length, steps.length], [1_001, 10, 5]);
  assert.deepEqual(
    bars.map(({ label }) => label),
    ["Mostly moving"],
  );
  const few = bench([]);
  assert.equal(tell(few, restlessRun(few, 100)).bars.length, 200);
});
