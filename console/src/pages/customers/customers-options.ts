/** What the customers' page reads. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import { type Filter, listOptions } from "../../api/queries.ts";
import type { Customer, CustomerDetail, MergeSuggestion } from "../../api/types.ts";

export const customersOptions = (filter: Filter) =>
  listOptions<{ customers: Customer[]; next: string | null }, Customer>(
    "customers",
    filter,
    ({ customers }) => customers,
  );

export const customerOptions = (id: string) =>
  queryOptions({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<CustomerDetail>(`customers/${id}`, {}, signal),
  });

export const suggestionsOptions = queryOptions({
  queryKey: ["suggestions"],
  queryFn: ({ signal }) => get<{ suggestions: MergeSuggestion[] }>("customers/suggestions", {}, signal),
});
