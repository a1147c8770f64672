/** A customer is one subject whatever the channel: through intake, contracts of Praxis itself, limits per customer, and erasure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { erasureOf } from "../engine/subjects/erasures.ts";
import { text } from "../log/rows.ts";
import { linkCustomer } from "../oversee/built-in/link-customer.ts";
import { customersWith, readWords } from "../oversee/search/find-by-words.ts";
import { process } from "../plan/process.ts";
import { clusterOf, customerOf, handlesOf } from "../remember/identity/read-customers.ts";
import { historyOf } from "../remember/identity/read-history.ts";
import { erasePerson } from "./erase-person.ts";
import type { Bench } from "./testing/bench.ts";
import { pay } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const ticket = process("ticket", { on: "Ticket", input: anything }, async () => "done");
const person = { principal: "person:ada", why: "they told us" };

const customerOfRun = (world: Bench, run: string) => customerOf(world.log, text(world.run(run), "subject"), "main");

test("runs that came by mail, by order and by id are one customer's once the handles were named together", async () => {
  const world = bench([ticket]);
  const mail = { kind: "mail", value: "Mia@example.com" };
  const first = await world.begin("Ticket", {}, { subject: [mail, { kind: "order", value: "#W1" }] });
  const second = await world.begin("Ticket", {}, { subject: [{ kind: "order", value: "#W1" }] });
  const third = await world.begin("Ticket", {}, { subject: [mail, { kind: "customer", value: "mia_1" }] });
  const fourth = await world.begin("Ticket", {}, { subject: "mia_1" });
  const names = [first, second, third, fourth].map((run) => customerOfRun(world, run)?.name);
  assert.deepEqual(new Set(names), new Set(["mia@example.com"]));
  assert.equal(new Set([first, second, third, fourth].map((run) => world.run(run).subject)).size, 1);
});

test("an event that is sent again learns nothing again", async () => {
  const world = bench([ticket]);
  const subject = [{ kind: "mail", value: "mia@example.com" }];
  await world.send("Ticket", {}, { id: "one", subject });
  const before = world.log.head().position;
  await world.send("Ticket", {}, { id: "one", subject });
  assert.equal(world.log.head().position, before);
});

test("a plain name costs no event of its own, and its run is sealed under that very name", async () => {
  const world = bench([ticket]);
  const run = await world.begin("Ticket", {}, { subject: "ann" });
  assert.equal(world.run(run).subject, world.log.pseudonym("ann"));
  assert.equal(world.log.readAll(1, 100).filter((event) => event.stream.startsWith("customer/")).length, 0);
  assert.equal(customerOfRun(world, run)?.name, "ann");
});

const links = process("links", { on: "Link", input: z.object({ merge: z.boolean() }) }, (run, { merge }) =>
  run.do(linkCustomer, {
    handles: [
      { kind: "mail", value: "mia@example.com" },
      { kind: "customer", value: "mia_1" },
      { kind: "order", value: "#W9" },
    ],
    why: "the shop's account has this address",
    merge,
  }),
);

test("a process links handles with its reason, and is told what is new", async () => {
  const world = bench([ticket, links]);
  const run = await world.begin("Ticket", {}, { subject: "mia_1" });
  const linked = world.value(await world.begin("Link", { merge: false }));
  const customer = customerOfRun(world, run);
  assert.ok(customer);
  assert.deepEqual(linked, { customer: customer.id, linked: 2, conflict: null });
  const [, mail] = handlesOf(world.log, clusterOf(world.log, customer.id));
  assert.deepEqual([mail?.value, mail?.why], ["mia@example.com", "the shop's account has this address"]);
  const again = world.value(await world.begin("Link", { merge: false }));
  assert.deepEqual(again, { customer: customer.id, linked: 0, conflict: null });
});

test("a process does not join two customers unless it is told to; then a person can take them apart again", async () => {
  const world = bench([ticket, links]);
  const byMail = await world.begin("Ticket", {}, { subject: [{ kind: "mail", value: "mia@example.com" }] });
  const byId = await world.begin("Ticket", {}, { subject: "mia_1" });
  const [mail, id] = [customerOfRun(world, byMail)?.id, customerOfRun(world, byId)?.id];
  assert.ok(mail && id && mail !== id);
  const first = world.value(await world.begin("Link", { merge: false }));
  assert.deepEqual(first, { customer: mail, linked: 0, conflict: { customers: [id] } });
  assert.notEqual(customerOfRun(world, byId)?.id, mail);
  const second = world.value(await world.begin("Link", { merge: true }));
  assert.deepEqual(second, { customer: mail, linked: 1, conflict: null });
  assert.equal(customerOfRun(world, byId)?.id, mail);
  assert.equal(world.run(byId).subject, world.log.pseudonym("mia_1"), "what is sealed stays sealed as it was");
  const { customers, log } = world.praxis;
  log.write((transaction) => customers.undoMerge(transaction, mail, id, person));
  assert.equal(customerOfRun(world, byId)?.id, id);
});

const payout = contract("payout", {
  tier: "T1",
  via: pay,
  input: z.object({ charge: z.string(), who: z.string() }),
  output: z.object({ id: z.string() }),
  intent: { object: (wish) => [wish.charge] },
  about: (wish) => wish.who,
  perform: (wish, call) => call.post("/refunds", wish),
});
const often = policy("often", {
  on: payout,
  parameters: z.object({}),
  judge: ({ past, allow, deny }) => (past.count({ within: "30 days" }) >= 1 ? deny("one a month") : allow()),
});
const pays = process("pays", { on: "Pay", input: z.object({ charge: z.string(), who: z.string() }) }, (run, wish) =>
  run.do(payout, wish),
);

test("limits per customer count what was done for them under every name, for as long as the merge holds", async () => {
  const world = bench([often, pays]);
  let charge = 0;
  const payTo = async (who: string): Promise<string> => {
    charge += 1;
    const value = world.value(await world.begin("Pay", { charge: String(charge), who }, { subject: who }));
    return z.object({ status: z.string() }).parse(value).status;
  };
  assert.deepEqual([await payTo("ann"), await payTo("ann")], ["succeeded", "denied"]);
  const { customers, log } = world.praxis;
  await world.send("Ticket", {}, { subject: "bob" });
  const [ann, bob] = ["ann", "bob"].map((name) => customerOf(log, log.pseudonym(name), "main")?.id);
  assert.ok(ann && bob);
  log.write((transaction) => customers.merge(transaction, bob, ann, person));
  assert.equal(await payTo("bob"), "denied");
  log.write((transaction) => customers.undoMerge(transaction, bob, ann, person));
  assert.equal(await payTo("bob"), "succeeded");
});

test("erasing a customer by any name sets all their runs aside and forgets every handle", async () => {
  const waits = process("waits", { on: "Wait", input: anything }, (run) => run.wait("Never"));
  const world = bench([waits]);
  const byMail = await world.begin("Wait", {}, { subject: [{ kind: "mail", value: "mia@example.com" }] });
  const byId = await world.begin("Wait", {}, { subject: "mia_1" });
  const [mail, id] = [customerOfRun(world, byMail)?.id, customerOfRun(world, byId)?.id];
  assert.ok(mail && id);
  world.log.write((transaction) => world.praxis.customers.merge(transaction, mail, id, person));
  assert.equal(await erasePerson(world.praxis, "Mia@example.com", person), true);
  await world.settle();
  assert.deepEqual([world.status(byMail), world.status(byId)], ["set aside", "set aside"]);
  assert.equal(world.log.sql.get("SELECT count(*) AS count FROM handles")?.count, 0);
  assert.equal(customerOfRun(world, byId), null);
});

const called = process(
  "called",
  { on: "Called", input: z.object({ id: z.string(), name: z.string() }) },
  (run, { id, name }) =>
    run.do(linkCustomer, { handles: [{ kind: "customer", value: id }], why: "the shop knows them", name }),
);

test("K10: a customer goes by the name that a process was told, found by it and joined to nobody by it, and no table holds it", async () => {
  const world = bench([ticket, called]);
  const mia = await world.begin("Ticket", {}, { subject: "mia_1" });
  const other = await world.begin("Ticket", {}, { subject: "mia_2" });
  for (const id of ["mia_1", "mia_2", "mia_1"]) await world.begin("Called", { id, name: "Mia Marker" });
  const [one, two] = [customerOfRun(world, mia), customerOfRun(world, other)];
  assert.deepEqual([one?.name, two?.name], ["Mia Marker", "Mia Marker"]);
  assert.notEqual(one?.id, two?.id);
  const history = (id: string | undefined) => historyOf(world.log, clusterOf(world.log, id ?? ""));
  assert.deepEqual(
    history(one?.id).map(({ what, name, why }) => [what, name, why]),
    [["named", "Mia Marker", "the shop knows them"]],
    "the same is recorded once",
  );
  const found = readWords(world.log, "Marker");
  assert.deepEqual(new Set(found && customersWith(world.log, found)), new Set([one?.id, two?.id]));
  const tables = ["customers", "handles", "search_docs", "search_keys"].flatMap((name) =>
    world.log.sql.get("SELECT 1 FROM sqlite_schema WHERE name = ?", name)
      ? world.log.sql.all(`SELECT * FROM ${name}`)
      : [],
  );
  assert.doesNotMatch(JSON.stringify(tables), /marker/i);

  await world.begin("Called", { id: "mia_1", name: "Mia Newname" });
  assert.equal(customerOfRun(world, mia)?.name, "Mia Newname");
  await erasePerson(world.praxis, "mia_1", { ...person, why: "Mia Newname (mia_1) asked for it" });
  assert.equal(customerOfRun(world, mia), null);
  assert.equal(erasureOf(world.log, text(world.run(mia), "subject"))?.why, "(erased) ((erased)) asked for it");
  const theirs = world.log.readAll(1, 1_000).filter(({ stream }) => /^(?:customer|erasures)/.test(stream));
  assert.doesNotMatch(JSON.stringify(theirs), /Newname/);
  assert.equal(customerOfRun(world, other)?.name, "Mia Marker");
});
