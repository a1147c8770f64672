/** What `npm run retail` is told on its command line. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { paymentTiers } from "../settings.ts";

export const usage = `Usage: npm run retail -- --data DIR [--kills N] [--faults] [--tier T1|T2|T3] [--limit N] [--seed N] [--json] [--keep]
  --data    a folder with requests.jsonl, expected.jsonl, users.json, orders.json and products.json
  --kills   kill the server so often, at random instants and at named failpoints (0)
  --faults  webhooks twice and shuffled, calls to the shop that time out, fail and are reset, answers to gates twice
  --tier    what the payment provider can do: T1 honours keys, T2 can be asked, T3 neither (T1)
  --limit   only the first so many requests
  --seed    of all that is random here (1)
  --json    the summary for programs
  --keep    leave the data folder where it is, and say where
`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

const optionsSchema = z.object({
  data: z.string({ error: "--data is missing: the folder of the requests" }),
  kills: z.coerce.number().int().nonnegative().default(0),
  faults: z.boolean(),
  tier: z.enum(paymentTiers).default("T1"),
  limit: z.coerce.number().int().positive().optional(),
  seed: z.coerce.number().int().default(1),
  json: z.boolean(),
  keep: z.boolean(),
});
export type RetailOptions = z.output<typeof optionsSchema>;

/** @throws with a message for people */
export function readOptions(argv: readonly string[]): RetailOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: text, kills: text, tier: text, limit: text, seed: text, faults: flag, json: flag, keep: flag },
  });
  const read = optionsSchema.safeParse(values);
  if (read.success) return read.data;
  throw new TypeError(read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}
