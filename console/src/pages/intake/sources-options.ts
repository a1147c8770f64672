/** Where events come from, and how each source is doing. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import type { Source } from "../../api/types.ts";

const sourcesEveryMs = 30_000;

/** A schedule's next time and a mailbox's trouble are no events, so they are asked for now and then. */
export const sourcesOptions = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => get<{ sources: Source[] }>("sources", {}, signal),
  refetchInterval: sourcesEveryMs,
});
