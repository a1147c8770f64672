/** What is loaded: processes, contracts, policies. Filters and settings name these. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client.ts";
import type { Loaded } from "./types.ts";

export const loadedOptions = queryOptions({
  queryKey: ["processes"],
  queryFn: ({ signal }) => get<Loaded>("processes", {}, signal),
});
