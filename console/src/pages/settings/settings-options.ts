/** What the settings' page reads. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import type { Person, Token } from "../../api/types.ts";

export const peopleOptions = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => get<{ people: Person[] }>("people", {}, signal),
});

export const tokensOptions = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => get<{ tokens: Token[] }>("tokens", {}, signal),
});
