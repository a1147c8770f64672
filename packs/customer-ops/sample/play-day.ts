/**
 * Plays the day against a running server, over its HTTP surfaces alone: sends each step as a signed webhook, answers as the person on duty
 * where Praxis asks, and tells what became of it.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { formatMoney } from "praxis";
import { z } from "zod";
import { type Gate, PraxisClient, type Verdict } from "../client/praxis-client.ts";
import { type Step, sampleDay } from "./day.ts";
import { type DaySummary, type End, endSchema, type Played, summaryOf } from "./day-summary.ts";

export interface DayHost {
  /** Of the running server. */
  readonly url: string;
  readonly token: string;
  /** As `openCustomerOps` returned it: the secrets of the webhooks, and where the shop is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tells the story, line by line. */
  readonly print: (line: string) => void;
}

const environmentSchema = z.object({ SHOP_URL: z.string(), TICKETS_SECRET: z.string(), GOODS_SECRET: z.string() });
const lookEveryMs = 40;
const patienceMs = 60_000;

/** @throws where a step does not come to rest within a minute */
export async function playDay(host: DayHost, day: readonly Step[] = sampleDay): Promise<DaySummary> {
  const environment = environmentSchema.parse(host.environment);
  const client = new PraxisClient(() => ({ url: host.url, token: host.token }));
  const played: Played[] = [];
  for (const step of day) {
    host.print(
      `\n${step.id}  ${step.customer}: ${step.kind === "ticket" ? step.text : `goods came back: ${step.itemIds.join(", ")}`}`,
    );
    const runs = await send(client, step, environment);
    let asked = 0;
    let end: End = endSchema.parse({});
    for (const run of runs) {
      const outcome = await comeToRest(client, step, run, host.print);
      asked += outcome.asked;
      end = outcome.end;
    }
    for (const line of describe(end)) host.print(`      ${line}`);
    host.print(`      ${step.note}`);
    played.push({ step, end, asked });
  }
  return summaryOf(played, environment.SHOP_URL);
}

async function send(client: PraxisClient, step: Step, secrets: z.infer<typeof environmentSchema>): Promise<string[]> {
  const deliver = async (): Promise<string[]> => {
    const { id, customer } = step;
    const sent =
      step.kind === "ticket"
        ? await client.sendWebhook("tickets", secrets.TICKETS_SECRET, id, { id, customer, text: step.text })
        : await client.sendWebhook("goods", secrets.GOODS_SECRET, id, {
            id,
            customer,
            orderId: step.orderId,
            itemIds: step.itemIds,
          });
    return sent.runs;
  };
  const runs = await deliver();
  return step.kind === "ticket" && step.isSentTwice ? [...runs, ...(await deliver())] : runs;
}

async function comeToRest(
  client: PraxisClient,
  step: Step,
  run: string,
  print: DayHost["print"],
): Promise<{ end: End; asked: number }> {
  let asked = 0;
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    const { status, result } = await client.resultOf(run);
    if (status === "done") return { end: endSchema.parse(result), asked };
    if (status === "set aside") throw new Error(`run ${run} of ${step.id} was set aside; see \`praxis show ${run}\``);
    const gates = (await client.openGates()).filter((gate) => gate.run === run);
    for (const gate of gates) {
      const verdict = answerOf(step, gate);
      print(`      asked: ${gate.title}`);
      print(`      a person says: ${verdict.verdict === "answer" ? JSON.stringify(verdict.value) : verdict.verdict}`);
      await client.answer(gate.id, verdict);
      asked += 1;
    }
    await sleep(lookEveryMs);
  }
  throw new Error(`${step.id} did not come to rest within ${patienceMs / 1_000} s; see \`praxis show ${run}\``);
}

function answerOf(step: Step, gate: Gate): Verdict {
  // Who was promised a colleague's letter gets one that was written elsewhere.
  if (gate.title.startsWith("Answer ")) return { verdict: "answer", value: { reply: "" } };
  if (step.kind === "ticket" && gate.kind === "question" && step.reading)
    return { verdict: "answer", value: step.reading };
  const says = step.kind === "ticket" ? (step.verdict ?? "approve") : "approve";
  return {
    verdict: gate.kind === "question" || gate.kind === "unknown" ? "decline" : says,
    reason: "played by the demo",
  };
}

function describe({ wishes, units }: End): string[] {
  const unitLines = units.map(({ unit, status, why }) => `-> ${unit}: ${status}${why === "" ? "" : ` (${why})`}`);
  return [
    ...wishes.map(({ wish, status, why }) => `-> ${wish}: ${status}${why === "" ? "" : ` (${why})`}`),
    ...unitLines,
  ];
}

/** The table at the end of the day. */
export function tableOfDay(summary: DaySummary): string {
  const rows: [string, string][] = [
    ["tickets", String(summary.tickets)],
    ["handled alone", String(summary.alone)],
    ["with a person", String(summary.withPerson)],
    ["wishes done", String(summary.done)],
    ["wishes refused", String(summary.refused)],
    ["charged", formatMoney(summary.chargedCents, "USD")],
    ["refunded", formatMoney(summary.refundedCents, "USD")],
    ["payments made twice", String(summary.duplicates)],
  ];
  return rows.map(([label, value]) => `  ${label.padEnd(24)} ${value.padStart(12)}`).join("\n");
}
