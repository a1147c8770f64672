/** The connections, put together from the contracts that use them. Pure. */
import type { Contract } from "../../../api/types.ts";

export interface Connection {
  readonly name: string;
  readonly address: string | null;
  readonly secret: Contract["secret"];
  readonly acting: readonly string[];
  readonly reading: readonly string[];
}

export function connectionsOf(contracts: readonly Contract[]): readonly Connection[] {
  const names = [...new Set(contracts.flatMap(({ connection }) => connection ?? []))].sort();
  return names.map((name) => {
    const using = contracts.filter(({ connection }) => connection === name);
    return {
      name,
      address: using.find(({ baseUrl }) => baseUrl !== null)?.baseUrl ?? null,
      secret: using.find(({ secret }) => secret !== null)?.secret ?? null,
      acting: using.filter(({ tier }) => tier !== "read").map((each) => each.name),
      reading: using.filter(({ tier }) => tier === "read").map((each) => each.name),
    };
  });
}
