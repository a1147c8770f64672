/** Which account (a shop, a world, a mailbox) is looked at; nothing where there is only one. */
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import { Choice } from "../controls/choice.tsx";
import type { FilterState } from "./use-filters.ts";

export function AccountChoice({ filters, set }: FilterState) {
  const { account = "" } = filters;
  const { data } = useQuery({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => get<{ accounts: string[] }>("accounts", {}, signal),
    staleTime: 60_000,
  });
  const accounts = [...new Set([...(data?.accounts ?? []), ...(account === "" ? [] : [account])])];
  if (accounts.length < 2 && account === "") return null;
  return (
    <Choice
      label="Account"
      value={account}
      onChange={(value) => set("account", value)}
      options={[{ value: "", label: "Every account" }, ...accounts.map((name) => ({ value: name, label: name }))]}
    />
  );
}
