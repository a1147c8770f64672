/** What each world has become, against what is expected of it; and each transaction counted at the shop. */
import { isDeepStrictEqual } from "node:util";
import type { Request } from "./requests.ts";
import type { LoggedTransaction, ShopProcess } from "./shop-process.ts";

export interface WorldResult {
  readonly request: Request;
  readonly matches: boolean;
  /** In the log more often than expected. */
  readonly duplicates: readonly string[];
  /** Expected more often than in the log. */
  readonly losses: readonly string[];
  readonly got: unknown;
}

export async function compareWorlds(shop: ShopProcess, requests: readonly Request[]): Promise<WorldResult[]> {
  const results: WorldResult[] = [];
  for (const request of requests) {
    const got = await shop.changes(request.world);
    const log = (await shop.transactions(request.world)).flatMap(nameOf);
    const duplicates = without(log, request.transactions);
    const losses = without(request.transactions, log);
    const isSame = isDeepStrictEqual(got, request.expected);
    results.push({ request, matches: isSame && duplicates.length + losses.length === 0, duplicates, losses, got });
  }
  return results;
}

function nameOf({ kind, orderId, amountCents, paymentMethodId }: LoggedTransaction): string[] {
  if (kind !== "capture" && kind !== "refund") return [];
  return [[orderId, kind === "capture" ? "payment" : "refund", amountCents, paymentMethodId].join(" ")];
}

/** What `list` has more of than `other`, each as often. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
