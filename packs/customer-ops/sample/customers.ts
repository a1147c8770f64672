/** Twelve made-up customers of the sample shop; those who write letters are in `letter-writers.ts`. */

export interface SampleAddress {
  readonly address1: string;
  readonly address2: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly zip: string;
}

type Method =
  | { readonly source: "paypal"; readonly id: string }
  | { readonly source: "credit_card"; readonly id: string; readonly brand: string; readonly last_four: string }
  | { readonly source: "gift_card"; readonly id: string; readonly balance: number };

export interface SampleCustomer {
  readonly name: { readonly first_name: string; readonly last_name: string };
  readonly address: SampleAddress;
  readonly email: string;
  readonly payment_methods: Readonly<Record<string, Method>>;
}

export const paypal = (id: string): Method => ({ source: "paypal", id });
export const card = (id: string, brand: string, last_four: string): Method => ({
  source: "credit_card",
  id,
  brand,
  last_four,
});
export const giftCard = (id: string, balance: number): Method => ({ source: "gift_card", id, balance });

export function customer(
  names: readonly [first: string, last: string],
  place: readonly [street: string, city: string, state: string, zip: string, country?: string],
  ...methods: readonly Method[]
): SampleCustomer {
  const [first_name, last_name] = names;
  const [address1, city, state, zip, country = "USA"] = place;
  return {
    name: { first_name, last_name },
    address: { address1, address2: "", city, state, country, zip },
    email: `${first_name}.${last_name}@example.com`.toLowerCase(),
    payment_methods: Object.fromEntries(methods.map((method) => [method.id, method])),
  };
}

export const sampleCustomers: Readonly<Record<string, SampleCustomer>> = {
  nora_whitfield: customer(
    ["Nora", "Whitfield"],
    ["14 Alder Lane", "Portland", "OR", "97205"],
    paypal("paypal_5100001"),
  ),
  tomas_berg: customer(
    ["Tomas", "Berg"],
    ["208 Quarry Street", "Duluth", "MN", "55802"],
    card("credit_card_5200001", "visa", "4417"),
    giftCard("gift_card_5200002", 180),
  ),
  imani_okafor: customer(
    ["Imani", "Okafor"],
    ["77 Juniper Court", "Atlanta", "GA", "30307"],
    paypal("paypal_5300001"),
    giftCard("gift_card_5300002", 25),
  ),
  lucien_moreau: customer(
    ["Lucien", "Moreau"],
    ["5 Harbour Row", "Portland", "ME", "04101"],
    card("credit_card_5400001", "mastercard", "9030"),
  ),
  priya_raman: customer(
    ["Priya", "Raman"],
    ["410 Cypress Avenue", "San Jose", "CA", "95112"],
    card("credit_card_5500001", "visa", "2285"),
    paypal("paypal_5500002"),
  ),
  walter_dunn: customer(
    ["Walter", "Dunn"],
    ["31 Millrace Road", "Ithaca", "NY", "14850"],
    paypal("paypal_5600001"),
    giftCard("gift_card_5600002", 12),
  ),
  sofie_lindqvist: customer(
    ["Sofie", "Lindqvist"],
    ["902 Prairie View", "Madison", "WI", "53703"],
    card("credit_card_5700001", "visa", "7764"),
    giftCard("gift_card_5700002", 300),
  ),
  diego_salazar: customer(["Diego", "Salazar"], ["66 Mesa Drive", "Santa Fe", "NM", "87501"], paypal("paypal_5800001")),
  hannah_kim: customer(
    ["Hannah", "Kim"],
    ["18 Orchard Hill", "Seattle", "WA", "98103"],
    card("credit_card_5900001", "amex", "1008"),
    paypal("paypal_5900002"),
  ),
  gareth_pugh: customer(
    ["Gareth", "Pugh"],
    ["250 Slate Street", "Scranton", "PA", "18503"],
    card("credit_card_6000001", "visa", "5512"),
  ),
  maya_stern: customer(
    ["Maya", "Stern"],
    ["9 Lantern Way", "Burlington", "VT", "05401"],
    paypal("paypal_6100001"),
    giftCard("gift_card_6100002", 60),
  ),
  oleg_petrov: customer(
    ["Oleg", "Petrov"],
    ["1203 Lakeshore", "Chicago", "IL", "60614"],
    card("credit_card_6200001", "mastercard", "3349"),
  ),
};
