/**
 * What a sentence of a letter asks for, before the shop was looked at: an order may be missing, an item is named in the customer's words.
 *
 * Boundary: the vocabulary between the sentence rules and the resolving of drafts.
 */
import type { Operation } from "../../contracts/operation.ts";
import type { Address, Order } from "../../rules/shop-view.ts";
import type { CancelReason, Unclear } from "../../rules/wish.ts";
import type { Tongue } from "./tongues/tongue.ts";

/** Null: the sentence does not say which order. */
type Named = { readonly order: string | null };

export type Draft =
  | ({ readonly kind: "cancel"; readonly reason: CancelReason } & Named)
  /** `items` null: all of the order. */
  | ({ readonly kind: "return"; readonly items: string | null; readonly method: string | null } & Named)
  | ({ readonly kind: "swap"; readonly item: string; readonly to: string } & Named)
  | ({ readonly kind: "address"; readonly address: Address } & Named)
  | { readonly kind: "own address"; readonly address: Address }
  | ({ readonly kind: "payment"; readonly method: string } & Named)
  /** Where is it? `says` what the customer knows of it. */
  | ({ readonly kind: "whereabouts" } & Named);

/** One thing to be done or said for a letter. */
export type MailWish =
  | { readonly kind: "operation"; readonly operation: Operation }
  /** What is asked for is so already. */
  | { readonly kind: "already"; readonly operation: Operation["name"]; readonly orderId: string }
  | {
      readonly kind: "whereabouts";
      readonly orderId: string;
      readonly status: string;
      readonly tracking: readonly string[];
    };

export type Candidate = Pick<Order, "id" | "status">;

export type MailReading =
  | { readonly status: "understood"; readonly language: Tongue["language"]; readonly wishes: readonly MailWish[] }
  /** All clear but for the order. `named` is what the letter calls it, where that is none of the customer's. */
  | {
      readonly status: "which order";
      readonly language: Tongue["language"];
      /** Whether it only asks where the order is, so that nothing is to be done. */
      readonly onlyAsks: boolean;
      readonly named: string | null;
      readonly candidates: readonly Candidate[];
    }
  | { readonly status: "declined"; readonly unclear: readonly Unclear[] };
