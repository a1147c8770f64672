/** What the quarantine's page reads. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import { type Filter, listOptions } from "../../api/queries.ts";
import type { Quarantined, QuarantinedDetail } from "../../api/types.ts";

export const quarantineListOptions = (filter: Filter) =>
  listOptions<{ quarantined: Quarantined[]; next: string | null }, Quarantined>(
    "quarantine",
    filter,
    ({ quarantined }) => quarantined,
  );

export const quarantinedOptions = (id: string) =>
  queryOptions({
    queryKey: ["quarantine", id],
    queryFn: ({ signal }) => get<QuarantinedDetail>(`quarantine/${id}`, {}, signal),
  });
