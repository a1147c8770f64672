import assert from "node:assert/strict";
import { test } from "node:test";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { catchUp, fewPages, noteInView, refreshLongLists } from "./long-lists.ts";

const key = ["runs", "list", {}];
const pageCount = 6;

/** A list of six pages with two rows each, shown somewhere; `asked` are the pages that were read by themselves. */
function openList() {
  const client = new QueryClient();
  const asked: (string | null)[] = [];
  const pages = Array.from({ length: pageCount }, (_, index) => ({
    rows: [{ id: `${index}a` }, { id: `${index}b` }],
    next: `${index + 1}`,
  }));
  const pageParams = pages.map((_, index) => (index === 0 ? null : String(index)));
  client.setQueryData(key, { pages, pageParams });
  const readPage = (before: string | null) => {
    asked.push(before);
    return Promise.resolve({ rows: [{ id: `${before}a`, is: "new" }, { id: `${before}b` }], next: "x" });
  };
  const queryFn = () => client.getQueryData(key) ?? null;
  const options = { queryKey: key, queryFn, meta: { readPage }, staleTime: Number.POSITIVE_INFINITY };
  const leave = new QueryObserver(client, options).subscribe(() => {});
  const read = () => JSON.stringify(client.getQueryData(key));
  const count = () => read().split('"rows"').length - 1;
  return { client, asked, leave, read, count };
}
const all = () => true;

test("far down a long list, only the page in view is read anew, and the beginning when one is back there", async (t) => {
  const { client, asked, leave, read, count } = openList();
  t.after(leave);
  noteInView("runs", ["4a", "4b"]);
  const handled = await refreshLongLists(client, all);
  assert.equal(handled.size, 1);
  assert.deepEqual(asked, ["4"]);
  assert.equal(count(), pageCount);
  assert.match(read(), /"id":"4a","is":"new"/);
  catchUp(client);
  assert.equal(count(), pageCount, "nobody is at the beginning");
  noteInView("runs", ["0a"]);
  catchUp(client);
  assert.equal(count(), fewPages);
  noteInView("runs", []);
});

test("at the beginning of a long list, the few pages there are read as ever, and the others are let go", async (t) => {
  const { client, asked, leave, count } = openList();
  t.after(leave);
  noteInView("runs", ["0a", "0b"]);
  assert.equal((await refreshLongLists(client, all)).size, 0);
  assert.deepEqual([asked, count()], [[], fewPages]);
  noteInView("runs", []);
});
