/**
 * What a letter to a customer tells, apart from its language.
 *
 * Invariant: every value is the shop's (ids, names of products, amounts) or a member of a closed list. Nothing that a customer wrote is in it, so
 * nothing that a customer wrote is repeated.
 */
import type { Operation } from "../../contracts/operation.ts";

export type Deed = Operation["name"];
export type MethodKind = "paypal" | "credit_card" | "gift_card";

export interface Payment {
  readonly kind: "refund" | "capture";
  readonly amountCents: number;
  /** Null where the shop does not know it any more. */
  readonly method: MethodKind | null;
}

export interface WishFacts {
  readonly kind: "wish";
  readonly deed: Deed;
  /** Null for what concerns no order. */
  readonly orderId: string | null;
  /** Names of products, as often as they are concerned. */
  readonly items: readonly string[];
  readonly end: "done" | "refused" | "not done" | "already";
  /** Of a refusal: the shop's code. */
  readonly code: string;
  readonly payments: readonly Payment[];
}

export interface OrderFacts {
  readonly orderId: string;
  readonly status: string;
  readonly items: readonly string[];
}

/** What can be said of where an order is; of any other state a person writes. */
export const whereaboutsKnown = ["pending", "processed", "delivered", "cancelled", "going back"] as const;
export type Whereabouts = (typeof whereaboutsKnown)[number];

export type Passage =
  | WishFacts
  | ({ readonly kind: "whereabouts"; readonly tracking: readonly string[] } & OrderFacts)
  | { readonly kind: "which order"; readonly wasNamed: boolean; readonly orders: readonly OrderFacts[] }
  | { readonly kind: "reminder"; readonly orders: readonly OrderFacts[] }
  | {
      readonly kind: "goods back";
      readonly orderId: string;
      readonly items: readonly string[];
      readonly payment: Payment;
    }
  | { readonly kind: "closed" | "handed over" | "unknown customer" }
  /** What a person of the shop wrote, word by word. */
  | { readonly kind: "by hand"; readonly text: string };

/** By the shop's word for an order's state; null where it is none that we know. */
export function whereaboutsOf(status: string): Whereabouts | null {
  if (status.startsWith("pending")) return "pending";
  if (status === "return requested" || status === "exchange requested") return "going back";
  return whereaboutsKnown.find((known) => known === status) ?? null;
}

/** Whether a letter with these says that somebody of the shop will write: then somebody has to be asked to. */
export function promisesPerson(passages: readonly Passage[]): boolean {
  return passages.some(
    (passage) =>
      passage.kind === "handed over" ||
      (passage.kind === "wish" && passage.end === "not done") ||
      (passage.kind === "whereabouts" && whereaboutsOf(passage.status) === null),
  );
}
