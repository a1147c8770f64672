/**
 * A morning at the sample shop: a return that went by itself up to the refund, questions that wait for a person, an approval, a delivery that could not be
 * read, and last week's report.
 */
import { z } from "zod";
import { until } from "../../../src/cli/testing/praxis-process.ts";
import { ShopAtWork } from "./shop-at-work.ts";

const letters = [
  "plain/04-return-one-item.eml",
  "unclear/17-angry.eml",
  "unclear/18-not-sure.eml",
  "unclear/20-cracked-kettle.eml",
  "tongues/42-de-stornieren.eml",
  "trouble/54-new-account-cancels.eml",
] as const;
/** Of these letters, as many wait for a person. */
const questions = 5;

export const kettle = {
  id: "parcel-1",
  customer: "emily_hart",
  orderId: "#W7106002",
  itemIds: ["4110000002"],
} as const;
export const kettleRefund =
  "Refund $71.00 to Emily Hart for the returned Stoneware Kettle (order #W7106002, over PayPal)";

const runsSchema = z.object({ runs: z.array(z.object({ id: z.string(), process: z.string(), status: z.string() })) });

export async function openMorning(environment: Readonly<Record<string, string>> = {}): Promise<ShopAtWork> {
  const shop = await ShopAtWork.open({ environment });
  for (const letter of letters) shop.letterArrives(letter);
  // The shop knows of the return once its customer was told how to send it.
  await until("Emily knows where to send her kettle", async () =>
    (await shop.sentTo("emily.hart@example.com")).length > 0 ? true : undefined,
  );
  await shop.goodsArrive(kettle);
  await shop.carrierSays("parcel-2", { ...kettle, id: "parcel-2", itemIds: "4110000002" });
  await until("the kettle is refunded", async () =>
    (await shop.refunds(kettle.orderId)).length > 0 ? true : undefined,
  );
  const due = new Date(Date.now() + 7 * 86_400_000).toISOString();
  await shop.call(z.unknown(), "POST", "/api/events", { type: "WeekEnded", id: due, payload: { due } });
  await until("the morning is over", async () => {
    const gates = await shop.openGates();
    const done = await shop.get(runsSchema, "/api/runs?status=done");
    const isReported = done.runs.some(({ process }) => process === "weekly report");
    return gates.length === questions && isReported ? true : undefined;
  });
  return shop;
}

export async function runOf(shop: ShopAtWork, process: string): Promise<string> {
  const { runs } = await shop.get(runsSchema, `/api/runs?process=${encodeURIComponent(process)}`);
  const [first] = runs;
  if (first === undefined) throw new Error(`no run of ${process}`);
  return first.id;
}
