/**
 * Long lists when something changes. To read all pages of one anew would be hundreds of requests for each change, for rows that nobody sees.
 *
 * Invariants: what is in view is read anew, whatever else is not; who is at the beginning sees what is new, and a list that was scrolled far reads its
 * beginning when one comes back to it.
 */
import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";
import { isRecord } from "../text/facts.ts";
import { mergePage, type Page, rowId } from "./pages.ts";

/** Pages at the beginning of a list that are read anew as a whole. */
export const fewPages = 3;

/** Ids of the rows in view, by the list that shows them. */
const inView = new Map<string, readonly string[]>();
/** Lists whose beginning has changed while something else was looked at. */
const behind = new Set<string>();

/** @param ids of the rows in view; none where the list is gone */
export function noteInView(list: string, ids: readonly string[]): void {
  if (ids.length === 0) inView.delete(list);
  else inView.set(list, ids);
}

/** Of all that is meant, reads anew what is in view of lists that are long; the others are cut to the few pages that are read as ever. */
export async function refreshLongLists(client: QueryClient, isMeant: (query: Query) => boolean): Promise<Set<string>> {
  const handled = new Set<string>();
  const seen = new Set([...inView.values()].flat());
  const reading: Promise<void>[] = [];
  for (const query of client.getQueryCache().findAll({ predicate: isMeant })) {
    const data = listOf(query);
    if (data === null || data.pages.length <= fewPages) continue;
    const shown = data.pages.flatMap((page, index) => (page.rows.some((row) => seen.has(rowId(row))) ? [index] : []));
    if (!query.isActive() || shown.every((index) => index < fewPages)) cut(client, query, data);
    else {
      handled.add(query.queryHash);
      behind.add(query.queryHash);
      reading.push(...shown.map((index) => readAnew(client, query, data, index)));
    }
  }
  await Promise.all(reading);
  return handled;
}

/** Somebody is back at the beginning of their list: reads what is new there, if anything is. */
export function catchUp(client: QueryClient): void {
  if (behind.size === 0) return;
  const seen = new Set([...inView.values()].flat());
  for (const query of client.getQueryCache().findAll({ predicate: ({ queryHash }) => behind.has(queryHash) })) {
    const data = listOf(query);
    if (data === null || !data.pages[0]?.rows.some((row) => seen.has(rowId(row)))) continue;
    behind.delete(query.queryHash);
    cut(client, query, data);
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  }
}

type List = InfiniteData<Page<unknown>, string | null>;

function listOf({ queryKey, state: { data } }: Query): List | null {
  return queryKey[1] === "list" && isList(data) ? data : null;
}

function isList(data: unknown): data is List {
  return isRecord(data) && Array.isArray(data.pages) && Array.isArray(data.pageParams);
}

function cut(client: QueryClient, query: Query, { pages, pageParams }: List): void {
  behind.delete(query.queryHash);
  const first: List = { pages: pages.slice(0, fewPages), pageParams: pageParams.slice(0, fewPages) };
  client.setQueryData(query.queryKey, first);
}

async function readAnew(client: QueryClient, query: Query, { pageParams }: List, index: number): Promise<void> {
  const before = pageParams[index] ?? null;
  const fresh = await query.meta?.readPage?.(before);
  if (fresh === undefined) return;
  client.setQueryData(query.queryKey, (now: unknown) => {
    if (!isList(now) || now.pageParams[index] !== before) return now;
    return { ...now, pages: mergePage(now.pages, index, fresh) };
  });
}
