/** Whatever is linked, merged and undone, in whatever order: the mapping is what the links and the merges in force say, and the log alone gives it back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Handle } from "../../engine/subjects/subjects.ts";
import { text } from "../../log/rows.ts";
import { customer, IdentityBench, mail, order } from "./testing/identity-bench.ts";

const handle = fc.oneof(
  fc.constantFrom("a", "b", "c", "d").map((name) => mail(`${name}@example.com`)),
  fc.constantFrom("a", "b", "c", "d").map(customer),
  fc.constantFrom("1", "2", "3").map(order),
);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("event" as const),
      handles: fc.array(handle, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("merge" as const), keep: fc.nat(20), merge: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("undo" as const), which: fc.nat(20) }) },
);
type Pair = { readonly kept: string; readonly merged: string };

class Model {
  readonly bench = new IdentityBench();
  readonly handles = new Map<string, Handle>();
  merges: Pair[] = [];

  customers(): string[] {
    return this.bench.log.sql.all("SELECT id FROM customers ORDER BY first_at, id").map((row) => text(row, "id"));
  }

  roots(): Record<string, string> {
    const rows = this.bench.log.sql.all("SELECT id, root FROM customers");
    return Object.fromEntries(rows.map((row) => [text(row, "id"), text(row, "root")]));
  }

  /** Where each handle leads while nothing is merged. */
  bases(): Record<string, string> {
    const rows = this.bench.log.sql.all("SELECT key, customer FROM handles");
    return Object.fromEntries(rows.map((row) => [text(row, "key"), text(row, "customer")]));
  }

  /** Written apart from the code under test: partitions as sets, the root of a set is the one that was kept last. */
  expectedRoots(): Record<string, string> {
    const sets = this.customers().map((id) => ({ root: id, members: new Set([id]) }));
    for (const { kept, merged } of this.merges) {
      const keep = sets.find(({ members }) => members.has(kept));
      const give = sets.find(({ members }) => members.has(merged));
      if (!keep || !give || keep === give) continue;
      for (const id of give.members) keep.members.add(id);
      give.members.clear();
    }
    return Object.fromEntries(sets.flatMap(({ root, members }) => [...members].map((id) => [id, root])));
  }
}

function apply(model: Model, each: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
  const { bench } = model;
  const all = model.customers();
  if (each.do === "event") {
    const before = model.bases();
    bench.event(each.handles);
    const after = model.bases();
    for (const [key, base] of Object.entries(before)) assert.equal(after[key], base, "a link never moves");
  } else if (each.do === "merge") {
    const kept = all[each.keep % Math.max(1, all.length)];
    const merged = all[each.merge % Math.max(1, all.length)];
    if (kept === undefined || merged === undefined) return;
    if (bench.merge(kept, merged) === "merged") model.merges.push({ kept, merged });
  } else {
    const pair = model.merges[each.which % Math.max(1, model.merges.length)];
    if (!pair) return;
    const bases = model.bases();
    bench.undo(pair.kept, pair.merged);
    model.merges = model.merges.filter((other) => other !== pair);
    assert.deepEqual(model.bases(), bases, "undoing a merge moves no link");
  }
}

test("any sequence of links, merges and undoings leaves exactly what is still in force", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const model = new Model();
      for (const each of steps) {
        apply(model, each);
        assert.deepEqual(model.roots(), model.expectedRoots());
      }
      assert.deepEqual(model.bench.rebuilt(), model.bench.tables());
      for (const pair of model.merges.toReversed()) model.bench.undo(pair.kept, pair.merged);
      for (const [id, root] of Object.entries(model.roots())) assert.equal(root, id);
      assert.deepEqual(model.bench.rebuilt(), model.bench.tables());
    }),
    { numRuns: 60 },
  );
});

test("a merge that is undone leaves every table as it was, suggestions aside", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), fc.nat(20), fc.nat(20), (steps, keep, merge) => {
      const model = new Model();
      for (const each of steps) apply(model, each);
      const all = model.customers();
      const kept = all[keep % Math.max(1, all.length)];
      const merged = all[merge % Math.max(1, all.length)];
      if (kept === undefined || merged === undefined) return;
      const { merge_suggestions: _before, ...before } = model.bench.tables();
      if (model.bench.merge(kept, merged) !== "merged") return;
      model.bench.undo(kept, merged);
      const { merge_suggestions: _after, ...after } = model.bench.tables();
      assert.deepEqual(after, before);
    }),
    { numRuns: 60 },
  );
});
