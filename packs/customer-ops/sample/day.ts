/**
 * One day at the sample shop: what customers write, what the warehouse reports, and what the person on duty says where Praxis asks.
 *
 * Boundary: texts and answers only. Each step is played after the one before has come to rest, so the story is the same every time.
 */
import type { Operation } from "../contracts/operation.ts";

export interface TicketStep {
  readonly kind: "ticket";
  readonly id: string;
  readonly customer: string;
  readonly text: string;
  /** What the onlooker should notice. */
  readonly note: string;
  /** The sender's network stutters: the same webhook comes twice. */
  readonly isSentTwice?: boolean;
  /** What the person says that it asks for, where the rules are not sure. */
  readonly reading?: readonly Operation[];
  /** What the person says to an effect that a policy asks about; without it: yes. */
  readonly verdict?: "approve" | "decline";
}

export interface GoodsStep {
  readonly kind: "goods";
  readonly id: string;
  readonly customer: string;
  readonly orderId: string;
  readonly itemIds: readonly string[];
  readonly note: string;
}

export type Step = TicketStep | GoodsStep;

const home =
  "{'address1': '31 Millrace Road', 'address2': '', 'city': 'Ithaca', 'state': 'NY', 'country': 'USA', 'zip': '14850'}";
const cabin =
  "{'address1': '2 Fern Hollow', 'address2': '', 'city': 'Lake Placid', 'state': 'NY', 'country': 'USA', 'zip': '12946'}";

const ticket = (
  id: string,
  customer: string,
  text: string,
  note: string,
  more: Partial<TicketStep> = {},
): TicketStep => ({
  kind: "ticket",
  id,
  customer,
  text,
  note,
  ...more,
});

export const sampleDay: readonly Step[] = [
  ticket(
    "t-01",
    "nora_whitfield",
    "My name is Nora Whitfield and my zip code is 97205. Cancel order #W7001001 because no longer needed.",
    "A plain cancellation: read by rules, refunded, confirmed.",
    { isSentTwice: true },
  ),
  ticket(
    "t-02",
    "nora_whitfield",
    "Please cancel order #W7001001 because it was ordered by mistake.",
    "The same wish in other words. The order is cancelled already, so nothing is refunded again.",
    { reading: [{ name: "cancel_pending_order", arguments: { order_id: "#W7001001", reason: "ordered by mistake" } }] },
  ),
  ticket(
    "t-03",
    "tomas_berg",
    "For #W7002001, change payment to gift_card_5200002. For #W7002001, modify Reading Lamp {'arm': 'short', 'finish': 'brass'} to {'arm': 'long'}; via credit_card_5200001.",
    "Two wishes for one order, in this order: the new method pays first, then the difference for the dearer lamp.",
  ),
  ticket(
    "t-04",
    "imani_okafor",
    "For #W7003001, change payment to gift_card_5300002.",
    "The gift card does not hold enough: the shop refuses, and the customer is told why.",
  ),
  ticket("t-05", "walter_dunn", `For #W7006001, change address to ${cabin}.`, "An address changed: A to B ..."),
  ticket("t-06", "walter_dunn", `For #W7006001, change address to ${home}.`, "... back to A ..."),
  ticket(
    "t-07",
    "walter_dunn",
    `For #W7006001, change address to ${cabin}.`,
    "... and to B again. A later wish is a new one: it is not swallowed.",
  ),
  ticket(
    "t-08",
    "maya_stern",
    "Return #W7011002 via paypal_6100001: Wool Throw; Linen Apron;",
    "A return of two things. Money follows when they arrive.",
  ),
  {
    kind: "goods",
    id: "g-01",
    customer: "maya_stern",
    orderId: "#W7011002",
    itemIds: ["4120000002"],
    note: "The throw is back: it is refunded.",
  },
  {
    kind: "goods",
    id: "g-02",
    customer: "maya_stern",
    orderId: "#W7011002",
    itemIds: ["4120000002", "4150000001"],
    note: "The warehouse reports the throw again, with the apron: only the apron is refunded.",
  },
  ticket(
    "t-09",
    "priya_raman",
    "Cancel order #W7005001 because no longer needed.",
    "$4,900.00 is above the limit of the policy: a person looks first, and says yes.",
  ),
  ticket(
    "t-10",
    "gareth_pugh",
    "Hi there, the bench I ordered is lovely on the picture but my wife has just bought one. Can you stop it?",
    "Vague: the rules are not sure, so a person says what it asks for.",
    { reading: [{ name: "cancel_pending_order", arguments: { order_id: "#W7010001", reason: "no longer needed" } }] },
  ),
  ticket(
    "t-11",
    "hannah_kim",
    "For #W7009002, exchange Wool Throw {'colour': 'slate', 'size': 'single'} to {'size': 'double'}; via paypal_5900002. Cancel order #W7009001 because ordered by mistake.",
    "An exchange and a cancellation in one letter: each is a matter of its own.",
  ),
  ticket(
    "t-12",
    "lucien_moreau",
    "For #W7004001, modify Bread Knife {'handle': 'beech', 'blade': '22 cm'} to {'handle': 'walnut'}; via credit_card_5400001.",
    "A dearer knife: the difference is reserved, then charged.",
  ),
  ticket(
    "t-13",
    "oleg_petrov",
    "Could you look into order #W7001003? A friend of mine waits for it and asked me to cancel it.",
    "Somebody else's order. Even if a person mistakes it for a wish, policy forbids it.",
    { reading: [{ name: "cancel_pending_order", arguments: { order_id: "#W7001003", reason: "no longer needed" } }] },
  ),
  ticket(
    "t-14",
    "diego_salazar",
    "Just wanted to say that the kettle is wonderful. Thank you!",
    "Nothing to do, says the person.",
    {
      reading: [],
    },
  ),
  ticket(
    "t-15",
    "sofie_lindqvist",
    "My name is Sofie Lindqvist and my email is sofie.lindqvist@example.com. For #W7007001, modify Wool Throw {'colour': 'heather', 'size': 'double'} to {'size': 'single'}; via gift_card_5700002.",
    "A cheaper throw: the difference goes to the gift card at once.",
  ),
];
