/**
 * What ids stand for, so that whoever is asked reads names: read of the shop beside the wish, and shown only.
 *
 * Invariant: names never replace what is done. A sentence is made from the operation, and an id that has no name here is shown as it is.
 */
import { z } from "zod";

export const namedSchema = z.object({
  /** "Mei Kovacs" */
  customer: z.string().default(""),
  /** By id: the items of the order, and what they would be swapped for. */
  items: z.record(z.string(), z.object({ name: z.string(), cents: z.int() })).default({}),
  /** All that the order holds, each as often as it does. */
  order: z.array(z.string()).default([]),
  /** By id: "PayPal". */
  methods: z.record(z.string(), z.string()).default({}),
});
export type Named = z.output<typeof namedSchema>;

export const nothingNamed: Named = namedSchema.parse({});

export const methodNames = { paypal: "PayPal", credit_card: "credit card", gift_card: "gift card" } as const;

interface Shown {
  readonly customer: {
    readonly firstName: string;
    readonly lastName: string;
    readonly paymentMethods: readonly { readonly id: string; readonly source: keyof typeof methodNames }[];
  };
  readonly orders: readonly {
    readonly id: string;
    readonly items: readonly {
      readonly itemId: string;
      readonly name: string;
      readonly priceCents: number;
      readonly options: Readonly<Record<string, string>>;
    }[];
  }[];
  readonly products: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly variants: Readonly<
          Record<string, { readonly options: Readonly<Record<string, string>>; readonly priceCents: number }>
        >;
      }
    >
  >;
}

/** @param wanted ids of items that are named besides those of the order */
export function namesFor(shop: Shown, orderId: string | null, wanted: readonly string[] = []): Named {
  const { customer, orders, products } = shop;
  const held = orders.find(({ id }) => id === orderId)?.items ?? [];
  const variants = Object.values(products).flatMap((product) =>
    Object.entries(product.variants).flatMap(([id, { options, priceCents }]) =>
      wanted.includes(id) ? [[id, { name: itemName(product.name, options), cents: priceCents }] as const] : [],
    ),
  );
  const items = held.map(
    ({ itemId, name, options, priceCents }) => [itemId, { name: itemName(name, options), cents: priceCents }] as const,
  );
  return {
    customer: fullName(customer),
    items: Object.fromEntries([...variants, ...items]),
    order: held.map(({ itemId }) => itemId),
    methods: Object.fromEntries(customer.paymentMethods.map(({ id, source }) => [id, methodNames[source]])),
  };
}

export function fullName({ firstName, lastName }: { readonly firstName: string; readonly lastName: string }): string {
  return `${firstName} ${lastName}`.trim();
}

/** "Wool Throw (slate, double)"; an option that says "none" says nothing. */
export function itemName(name: string, options: Readonly<Record<string, string>>): string {
  const chosen = Object.values(options).filter((value) => value !== "none");
  return chosen.length === 0 ? name : `${name} (${chosen.join(", ")})`;
}

/** "2 x Candle and Kettle" */
export function countedNames(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, each]) =>
    each.length === 1 ? name : `${each.length} x ${name}`,
  );
  const last = counted.pop() ?? "";
  return counted.length === 0 ? last : `${counted.join(", ")} and ${last}`;
}
