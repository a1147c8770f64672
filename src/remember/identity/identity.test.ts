import assert from "node:assert/strict";
import { test } from "node:test";
import { findCustomers } from "./find-customers.ts";
import { clusterOf, customerOf, handlesOf, nameOf } from "./read-customers.ts";
import { customer, IdentityBench, mail, order } from "./testing/identity-bench.ts";

test("a plain name is a customer's id, whatever else is known", () => {
  const bench = new IdentityBench();
  const plain = bench.event("ann");
  assert.equal(bench.event([customer("ann")]), plain);
  assert.equal(bench.book.resolve(bench.log.sql, "main", "ann").subject, "ann");
  assert.deepEqual(bench.tables().handles, []);
});

test("handles that are named together are one customer from then on, and each says why", () => {
  const bench = new IdentityBench();
  const first = bench.event([mail("Mia@Example.com"), order("#W1")]);
  assert.equal(bench.event([order("#W1")]), first);
  assert.equal(bench.event([mail("mia@example.com"), { kind: "phone", value: "+49 30 123-4" }]), first);
  assert.equal(bench.event([{ kind: "phone", value: "+49 30 1234" }]), first);
  const handles = handlesOf(bench.log, clusterOf(bench.log, first));
  assert.deepEqual(
    handles.map(({ kind, value, why }) => [kind, value, why]),
    [
      ["mail", "mia@example.com", "first named in an event of helpdesk"],
      ["order", "#W1", "named together with the address mia@example.com in an event of helpdesk"],
      ["phone", "+49301234", "named together with the address mia@example.com in an event of helpdesk"],
    ],
  );
  assert.equal(nameOf(bench.log, first), "mia@example.com");
});

test("a customer who was known by their id gets the address that comes with it, and is sealed as before", () => {
  const bench = new IdentityBench();
  const ann = bench.event("ann");
  assert.equal(bench.event([mail("ann@example.com"), customer("ann")]), ann);
  assert.equal(bench.event([mail("ann@example.com")]), ann);
  assert.equal(bench.book.resolve(bench.log.sql, "main", [mail("ann@example.com")]).subject, "ann");
  assert.deepEqual(bench.suggestions(), []);
});

test("a customer's id that is learned later leads to the customer of the address, also as a plain name", () => {
  const bench = new IdentityBench();
  const mia = bench.event([mail("mia@example.com")]);
  assert.equal(bench.event([mail("mia@example.com"), customer("mia_1")]), mia);
  assert.equal(bench.event("mia_1"), mia);
});

test("handles of two customers join nobody: the strongest decides, and a person is asked once", () => {
  const bench = new IdentityBench();
  const mia = bench.event([mail("mia@example.com")]);
  const ann = bench.event("ann");
  for (let times = 0; times < 2; times++)
    assert.equal(bench.event([mail("mia@example.com"), customer("ann"), order("#W7")]), mia);
  assert.equal(bench.ownerOf(order("#W7")), null);
  assert.equal(bench.event("ann"), ann);
  assert.deepEqual(
    bench.suggestions().map(({ one, other, status }) => [one, other, status]),
    [[mia, ann, "open"]],
  );
});

test("plus tags, spellings of ids and accounts keep people apart", () => {
  const bench = new IdentityBench();
  const plain = bench.event([mail("ann@example.com")]);
  assert.notEqual(bench.event([mail("ann+shop@example.com")]), plain);
  assert.notEqual(bench.event([customer("Ann")]), bench.event([customer("ann")]));
  const here = bench.event([order("#1")], "north");
  const there = bench.event([order("#1")], "south");
  assert.notEqual(here, there);
  assert.notEqual(
    bench.book.resolve(bench.log.sql, "north", [order("#1")]).subject,
    bench.book.resolve(bench.log.sql, "south", [order("#1")]).subject,
  );
});

test("a merge shows two customers as one, settles what was suggested, and is undone exactly", () => {
  const bench = new IdentityBench();
  const mia = bench.event([mail("mia@example.com")]);
  const ann = bench.event("ann");
  bench.event([mail("mia@example.com"), customer("ann")]);
  const before = bench.tables();
  assert.equal(bench.merge(mia, ann), "merged");
  assert.equal(bench.merge(ann, mia), "already");
  assert.deepEqual(bench.suggestions(), []);
  assert.deepEqual(customerOf(bench.log, bench.log.pseudonym("ann"), "main"), { id: mia, name: "mia@example.com" });
  assert.deepEqual(findCustomers(bench.log, "ann"), [mia]);
  assert.deepEqual([...bench.book.namesOf("main", "ann")].sort(), ["ann", "mia@example.com"]);
  bench.undo(mia, ann);
  const { merge_suggestions: _asked, ...after } = bench.tables();
  const { merge_suggestions: _open, ...former } = before;
  assert.deepEqual(after, former);
  assert.deepEqual(bench.book.namesOf("main", "ann"), ["ann"]);
  bench.event([mail("mia@example.com"), customer("ann")]);
  assert.deepEqual(bench.suggestions(), [], "what a person took apart is not suggested again");
});

test("undoing a merge takes back that one statement only", () => {
  const bench = new IdentityBench();
  const [a, b, c] = ["a", "b", "c"].map((name) => bench.event(name));
  assert.ok(a && b && c);
  bench.merge(b, a);
  bench.merge(c, a);
  bench.undo(c, a);
  const rootOf = (name: string) => customerOf(bench.log, bench.log.pseudonym(name), "main")?.id;
  assert.deepEqual([rootOf("a"), rootOf("b"), rootOf("c")], [b, b, c]);
});

test("a handle that was linked wrongly is taken back, and founds somebody else when it comes again", () => {
  const bench = new IdentityBench();
  const mia = bench.event([mail("mia@example.com"), order("#W1")]);
  bench.unlink(mia, mail("mia@example.com"));
  assert.equal(bench.event([order("#W1")]), mia);
  const other = bench.event([mail("mia@example.com")]);
  assert.notEqual(other, mia);
  assert.equal(bench.event([mail("mia@example.com")]), other);
  assert.throws(() => bench.unlink(mia, mail("mia@example.com")), /not linked/);
});

test("customers of two accounts are not merged", () => {
  const bench = new IdentityBench();
  const here = bench.event("ann", "north");
  const there = bench.event("ann", "south");
  assert.notEqual(here, there);
  assert.throws(() => bench.merge(here, there), /different accounts/);
});

test("an erasure reaches every subject of a merged customer, and leaves no row and no readable handle", () => {
  const bench = new IdentityBench();
  const mia = bench.event([mail("mia@example.com"), order("#W1")]);
  const ann = bench.event("ann");
  bench.event("bob");
  bench.event([mail("mia@example.com"), customer("bob")]);
  bench.merge(ann, mia);
  const reached = bench.book.reach("mia@example.com").subjects;
  assert.ok(reached.includes("ann") && reached.length >= 2);
  for (const subject of reached) bench.log.erase(subject, { principal: "person:ada" });
  const { customers, handles, merges, merge_suggestions } = bench.tables();
  assert.deepEqual([customers?.length, handles, merges, merge_suggestions], [1, [], [], []]);
  const text = JSON.stringify(bench.log.readAll(1, 1_000).map((event) => event.data));
  assert.doesNotMatch(text, /mia|W1|"ann"/);
  assert.deepEqual(bench.rebuilt(), bench.tables());
  assert.equal(bench.event([mail("mia@example.com")]), mia, "whoever comes again begins anew");
  assert.deepEqual(bench.rebuilt(), bench.tables());
});

test("nobody can be called by the name under which the house's own content is sealed", () => {
  const bench = new IdentityBench();
  assert.notEqual(bench.book.resolve(bench.log.sql, "main", "tenant").subject, "tenant");
  assert.ok(!bench.book.reach("tenant").subjects.includes("tenant"));
});

test("an erasure reaches who is known by no link at all, by the address as it was typed", () => {
  const bench = new IdentityBench();
  const { subjects, handles } = bench.book.reach("Mia@Example.com ");
  assert.ok(subjects.includes('["mail","mia@example.com"]'));
  assert.ok(handles.some(({ kind, value }) => kind === "mail" && value === "mia@example.com"));
});

test("why two customers are not one goes with either of them", () => {
  for (const name of ["mia@example.com", "bob"]) {
    const bench = new IdentityBench();
    bench.event([mail("mia@example.com")]);
    bench.event("bob");
    bench.event([mail("mia@example.com"), customer("bob")]);
    const [suggestion] = bench.suggestions();
    const why = "Mia Marker is his sister";
    bench.log.write((transaction) =>
      bench.book.dismiss(transaction, String(suggestion?.id), { principal: "person:ada", why }),
    );
    const said = (): string => JSON.stringify(bench.log.readAll(1, 1_000).map(({ data }) => data));
    assert.match(said(), /Marker/);
    for (const subject of bench.book.reach(name).subjects) bench.log.erase(subject, { principal: "person:ada" });
    assert.doesNotMatch(said(), /Marker/, name);
    assert.deepEqual(bench.rebuilt(), bench.tables());
  }
});
