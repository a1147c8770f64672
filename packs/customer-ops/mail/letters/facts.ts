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

export type Passage =
  | WishFacts
  | ({ readonly kind: "whereabouts" } & OrderFacts)
  | { readonly kind: "which order"; readonly wasNamed: boolean; readonly orders: readonly OrderFacts[] }
  | { readonly kind: "reminder"; readonly orders: readonly OrderFacts[] }
  | {
      readonly kind: "goods back";
      readonly orderId: string;
      readonly items: readonly string[];
      readonly payment: Payment;
    }
  | { readonly kind: "closed" | "handed over" | "nothing to do" | "unknown customer" }
  /** What a person of the shop wrote, word by word. */
  | { readonly kind: "by hand"; readonly text: string };
