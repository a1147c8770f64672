import assert from "node:assert/strict";
import { test } from "node:test";
import { mergePage, type Page } from "./pages.ts";

interface Row {
  readonly id: string;
  readonly is?: string;
}
const page = (next: string | null, ...ids: readonly string[]): Page<Row> => ({ rows: ids.map((id) => ({ id })), next });
const ids = (pages: readonly Page<Row>[]) => pages.map(({ rows }) => rows.map(({ id }) => id).join(""));

test("a page that was read anew takes the place of the old one, and its neighbours stay", () => {
  const pages = [page("c", "a", "b"), page("e", "c", "d"), page(null, "e")];
  const merged = mergePage(pages, 1, { rows: [{ id: "c", is: "done" }, { id: "d" }], next: "e" });
  assert.deepEqual(merged[1]?.rows[0], { id: "c", is: "done" });
  assert.deepEqual(ids(merged), ["ab", "cd", "e"]);
});

test("where a row is gone, what moved up from the next page is not there twice", () => {
  const pages = [page("c", "a", "b"), page("e", "c", "d"), page("g", "e", "f")];
  assert.deepEqual(ids(mergePage(pages, 1, page("f", "d", "e"))), ["ab", "d", "ef"]);
  assert.equal(mergePage(pages, 1, page("f", "d", "e"))[1]?.next, "e");
});

test("where rows came in between, those that do not fit any more are kept", () => {
  const pages = [page("c", "a", "b"), page("e", "c", "d"), page("g", "e", "f")];
  assert.deepEqual(ids(mergePage(pages, 1, page("d", "c", "x"))), ["ab", "cxd", "ef"]);
});

test("the last page grows and ends as it was read", () => {
  const pages = [page("c", "a", "b"), page(null, "c")];
  assert.deepEqual(mergePage(pages, 1, page("e", "c", "d"))[1], page("e", "c", "d"));
});
