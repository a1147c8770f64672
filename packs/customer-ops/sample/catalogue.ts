/** The ten products of Harrow & Finch, a made-up shop for house and garden. Prices in dollars, as in a seed file. */

export interface SampleVariant {
  readonly item_id: string;
  readonly options: Readonly<Record<string, string>>;
  readonly available: boolean;
  readonly price: number;
}

export interface SampleProduct {
  readonly product_id: string;
  readonly name: string;
  readonly variants: Readonly<Record<string, SampleVariant>>;
}

type Sketch = readonly [
  itemId: string,
  price: number,
  options: Readonly<Record<string, string>>,
  isSoldOut?: "sold out",
];

function product(id: string, name: string, ...sketches: readonly Sketch[]): SampleProduct {
  const variants = sketches.map(([itemId, price, options, soldOut]): [string, SampleVariant] => [
    itemId,
    { item_id: itemId, options, available: soldOut === undefined, price },
  ]);
  return { product_id: id, name, variants: Object.fromEntries(variants) };
}

const sketched: readonly SampleProduct[] = [
  product(
    "4100000001",
    "Stoneware Kettle",
    ["4110000001", 64.5, { glaze: "moss", volume: "1.2 l" }],
    ["4110000002", 71, { glaze: "moss", volume: "1.8 l" }],
    ["4110000003", 64.5, { glaze: "chalk", volume: "1.2 l" }],
    ["4110000004", 71, { glaze: "chalk", volume: "1.8 l" }, "sold out"],
  ),
  product(
    "4100000002",
    "Wool Throw",
    ["4120000001", 119, { colour: "heather", size: "single" }],
    ["4120000002", 149.9, { colour: "heather", size: "double" }],
    ["4120000003", 119, { colour: "slate", size: "single" }],
    ["4120000004", 149.9, { colour: "slate", size: "double" }],
  ),
  product(
    "4100000003",
    "Reading Lamp",
    ["4130000001", 88, { arm: "short", finish: "brass" }],
    ["4130000002", 96.4, { arm: "long", finish: "brass" }],
    ["4130000003", 84.2, { arm: "short", finish: "black" }],
  ),
  product(
    "4100000004",
    "Herb Planter",
    ["4140000001", 32.75, { length: "40 cm", material: "zinc" }],
    ["4140000002", 41.25, { length: "60 cm", material: "zinc" }],
    ["4140000003", 38, { length: "40 cm", material: "cedar" }],
  ),
  product(
    "4100000005",
    "Linen Apron",
    ["4150000001", 45, { colour: "ink", pockets: "two" }],
    ["4150000002", 45, { colour: "rust", pockets: "two" }],
    ["4150000003", 39.5, { colour: "ink", pockets: "none" }],
  ),
  product(
    "4100000006",
    "Bread Knife",
    ["4160000001", 58.9, { handle: "walnut", blade: "22 cm" }],
    ["4160000002", 63.9, { handle: "walnut", blade: "26 cm" }],
    ["4160000003", 52, { handle: "beech", blade: "22 cm" }],
  ),
  product(
    "4100000007",
    "Garden Bench",
    ["4170000001", 1_890, { wood: "oak", seats: "two" }],
    ["4170000002", 2_450, { wood: "oak", seats: "three" }],
    ["4170000003", 1_640, { wood: "larch", seats: "two" }],
  ),
  product(
    "4100000008",
    "Beeswax Candle",
    ["4180000001", 12.6, { height: "20 cm", pack: "pair" }],
    ["4180000002", 22.4, { height: "20 cm", pack: "four" }],
    ["4180000003", 15.1, { height: "30 cm", pack: "pair" }],
  ),
  product(
    "4100000009",
    "Watering Can",
    ["4190000001", 54, { colour: "green", volume: "5 l" }],
    ["4190000002", 67, { colour: "green", volume: "9 l" }],
    ["4190000003", 67, { colour: "copper", volume: "9 l" }, "sold out"],
  ),
  product(
    "4100000010",
    "Log Basket",
    ["4200000001", 76.3, { weave: "willow", size: "medium" }],
    ["4200000002", 94.8, { weave: "willow", size: "large" }],
    ["4200000003", 69.9, { weave: "seagrass", size: "medium" }],
  ),
];

export const sampleProducts: Readonly<Record<string, SampleProduct>> = Object.fromEntries(
  sketched.map((each) => [each.product_id, each]),
);

/** @throws TypeError for an item that is in no product */
export function soldItem(itemId: string) {
  const found = sketched.find(({ variants }) => Object.hasOwn(variants, itemId));
  const variant = found?.variants[itemId];
  if (found === undefined || variant === undefined) throw new TypeError(`the sample sells no ${itemId}`);
  const { price, options } = variant;
  return { name: found.name, product_id: found.product_id, item_id: itemId, price, options };
}
