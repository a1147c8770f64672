/** What pages read, by name: the address, and the key under which it is kept (`topics.ts` says what the keys begin with). */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Edit } from "../text/edits.ts";
import { countIn } from "../text/money-words.ts";
import { get } from "./client.ts";
import type { Page } from "./pages.ts";
import type {
  Counts,
  EffectDetail,
  Gate,
  Health,
  RawEvent,
  Run,
  SavedView,
  Session,
  SettingChange,
  Settings,
  Story,
} from "./types.ts";

export type Filter = Readonly<Record<string, string | undefined>>;

export type { Page } from "./pages.ts";

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: {
      /** One page of a list by itself. */
      readonly readPage?: (before: string | null) => Promise<Page<unknown>>;
    };
  }
}

const pageSize = 100;
const firstPage: string | null = null;
const healthEveryMs = 15_000;
const countsEveryMs = 300_000;

/** A list that is read a page at a time. @param read takes the rows out of the reply */
export function listOptions<Reply extends { next: string | null }, Row>(
  topic: string,
  filter: Filter,
  read: (reply: Reply) => readonly Row[],
) {
  const readPage = async (before: string | null, signal?: AbortSignal): Promise<Page<Row>> => {
    const reply = await get<Reply>(topic, { ...filter, limit: pageSize, before }, signal);
    return { rows: read(reply), next: reply.next };
  };
  return infiniteQueryOptions({
    queryKey: [topic, "list", filter],
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    meta: { readPage: (before: string | null) => readPage(before) },
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export const runsOptions = (filter: Filter) =>
  listOptions<{ runs: Run[]; next: string | null }, Run>("runs", filter, (reply) => reply.runs);

export const gatesOptions = (filter: Filter) =>
  listOptions<{ gates: Gate[]; next: string | null }, Gate>("gates", filter, (reply) => reply.gates);

export const sessionOptions = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await get<Session>("session", {}, signal);
    countIn(session.currency);
    return session;
  },
  staleTime: 60_000,
});

export const healthOptions = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => get<Health>("health", {}, signal),
  refetchInterval: healthEveryMs,
});

export const countsOptions = queryOptions({
  queryKey: ["counts"],
  queryFn: ({ signal }) => get<Counts>("runs/counts", {}, signal),
  // What happened in the last hour becomes less also while nothing happens.
  refetchInterval: countsEveryMs,
});

/** As the tabs of the list of runs show them. */
export const runCountsOptions = (work: "customer" | "all") =>
  queryOptions({
    queryKey: ["counts", work],
    queryFn: ({ signal }) => get<Counts>("runs/counts", { work }, signal),
  });

export const settingsOptions = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => get<Settings>("settings", {}, signal),
});

export const changesOptions = (key?: string) =>
  queryOptions({
    queryKey: ["settings", "history", key ?? ""],
    queryFn: ({ signal }) => get<{ changes: SettingChange[] }>("settings/history", { key }, signal),
  });

export const savedViewsOptions = queryOptions({
  queryKey: ["saved-views"],
  queryFn: ({ signal }) => get<{ views: SavedView[] }>("saved-views", {}, signal),
});

export interface Answer {
  readonly verdict: "approve" | "answer" | "decline";
  readonly value: unknown;
  readonly reason: string | null;
  readonly by: string;
  /** What was changed of the proposal. */
  readonly edits: readonly Edit[];
}
export type GateDetail = Gate & { answer: Answer | null; history: RawEvent[] };

export const gateOptions = (id: string) =>
  queryOptions({ queryKey: ["gate", id], queryFn: ({ signal }) => get<GateDetail>(`gates/${id}`, {}, signal) });

/** What is recorded never changes, but it can be erased. */
export const eventOptions = (id: string) =>
  queryOptions({ queryKey: ["event", id], queryFn: ({ signal }) => get<RawEvent>(`events/${id}`, {}, signal) });

export const effectOptions = (id: string) =>
  queryOptions({ queryKey: ["effect", id], queryFn: ({ signal }) => get<EffectDetail>(`effects/${id}`, {}, signal) });

export const storyOptions = (id: string, from: number) =>
  queryOptions({
    queryKey: ["run", id, "story", String(from)],
    queryFn: ({ signal }) => get<Story>(`runs/${id}/story`, { from }, signal),
    placeholderData: keepPreviousData,
  });

export interface EventsPage {
  readonly events: readonly RawEvent[];
  readonly total: number;
  /** Where to go on searching, also where nothing was found so far. */
  readonly next: number | null;
}

/** Recorded events never change, only the last page grows; the topic of the run makes it old. */
export const runEventsOptions = (id: string, from: number, limit: number) =>
  queryOptions({
    queryKey: ["run", id, "events", String(from)],
    queryFn: ({ signal }) => get<EventsPage>(`runs/${id}/events`, { from, limit }, signal),
    placeholderData: keepPreviousData,
  });

export const findEventsOptions = (id: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "found-events", q],
    queryFn: ({ pageParam, signal }) =>
      get<EventsPage>(`runs/${id}/events`, { from: pageParam, limit: 100, q }, signal),
    initialPageParam: 1,
    getNextPageParam: (page) => page.next,
  });
