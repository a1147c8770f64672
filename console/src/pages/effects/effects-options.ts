/** What the ledger's page reads. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import { type Filter, listOptions } from "../../api/queries.ts";
import type { EffectWhy, ListedEffect } from "../../api/types.ts";

export const filterNames = ["q", "status", "contract", "connection", "process", "tier", "account", "run"] as const;

export const effectsOptions = (filter: Filter) =>
  listOptions<{ effects: ListedEffect[]; next: string | null }, ListedEffect>(
    "effects",
    filter,
    ({ effects }) => effects,
  );

export const effectWhyOptions = (id: string) =>
  queryOptions({
    queryKey: ["effect", id, "why"],
    queryFn: ({ signal }) => get<EffectWhy>(`effects/${id}/why`, {}, signal),
  });
