/**
 * A short, fixed piece of work for servers that are killed, stopped and starved: refunds under a key (T1), transfers that can be looked up (T2), one that asks a person, and words that have no effect.
 *
 * The oracle is outside of the server: what this process was acknowledged, and what the other side (`Bank`) was told to do. `drive` says at once where an acknowledged event was forgotten.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { projections } from "../../assembly/assemble.ts";
import type { Json } from "../../kernel/json.ts";
import { verifyFolder } from "../../log/sqlite/verify.ts";
import { Api } from "../client/api.ts";
import { answeredShape, gatesShape, receiptShape, runDetailShape, runsShape } from "../client/shapes.ts";
import type { Place } from "./praxis-process.ts";

export const workFile = `
import { connection, contract, process as define } from "praxis";
import { z } from "zod";
const bank = connection("bank", { baseUrl: process.env.BANK_URL ?? "", timeout: "1 second", settle: "100 ms", breakAfter: 50 });
const wish = z.object({ charge: z.string(), amountCents: z.int() });
const output = z.object({ id: z.string() });
const shared = { via: bank, input: wish, output, intent: { object: ({ charge }) => [charge] }, risk: ({ amountCents }) => amountCents > 5_000 ? "high" : "low" };
export const refund = contract("bank.refund", { ...shared, tier: "T1", perform: (wished, call) => call.post("/refunds", wished) });
export const transfer = contract("bank.transfer", { ...shared, tier: "T2",
  perform: (wished, call) => call.post("/transfers", wished),
  lookUp: async ({ charge }, call) => { const { made } = await call.get("/transfers", { charge }); return made === null ? null : { found: made }; } });
export const refunds = define("refunds", { on: "RefundWanted", input: wish }, (run, wished) => run.do(refund, wished));
export const transfers = define("transfers", { on: "TransferWanted", input: wish }, async (run, wished) => { await run.do(transfer, wished); return run.do(refund, { ...wished, charge: "fee/" + wished.charge }); });
export const echo = define("echo", { on: "Said", input: z.object({ text: z.string() }) }, async (_run, { text }) => text);
`;

const refund = (charge: string, amountCents: number) => ({ type: "RefundWanted", payload: { charge, amountCents } });
const transfer = (charge: string) => ({ type: "TransferWanted", payload: { charge, amountCents: 100 } });
/** By id, as a sender repeats it. */
const events = Object.entries({
  "e-1": refund("c-1", 100),
  "e-2": transfer("t-1"),
  "e-3": refund("c-3", 9_900),
  "e-4": { type: "Said", payload: { text: "x".repeat(9_000) } },
  "e-5": transfer("t-2"),
});
/** What the other side has to have done in the end, each once. */
const wanted = ["c-1", "c-3", "fee/t-1", "fee/t-2", "t-1", "t-2"];

/** The other side, in the process of the test: it outlives every server. Refunds are told apart by their key; transfers by nothing, so a second one is a second one. */
export class Bank {
  readonly done: string[] = [];
  /** What is done is answered once this settles. */
  answersAfter: Promise<void> = Promise.resolve();
  readonly #answers = new Map<string, string>();
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(async (answer) => {
      await this.answersAfter;
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const url = new URL(request.url ?? "/", "http://bank");
    if (request.method === "GET") {
      const charge = url.searchParams.get("charge") ?? "";
      return JSON.stringify({ made: this.done.includes(charge) ? { id: charge } : null });
    }
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const charge = String(JSON.parse(body).charge);
    const key = url.pathname === "/refunds" ? String(request.headers["idempotency-key"]) : `${this.#answers.size}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    this.done.push(charge);
    const answer = JSON.stringify({ id: charge });
    this.#answers.set(key, answer);
    return answer;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What this process was told, whatever became of the server that told it. */
export class Acknowledged {
  readonly events = new Set<string>();
  readonly runs = new Set<string>();
  readonly gates = new Set<string>();
}

export function apiOf(place: Place, url: string): Api {
  const token = readFileSync(join(place.data, "local.token"), "utf8");
  return new Api({ send: (request) => fetch(request), url, token, as: "lea" });
}

/** Sends all of it, as senders do who repeat what was not acknowledged, and answers what is asked, until every run is over. @throws as soon as the server is gone, or has forgotten something */
export async function drive(api: Api, told: Acknowledged, bank: Pick<Bank, "done">): Promise<void> {
  await Promise.all(
    events.map(async ([id, event]) => {
      const receipt = await api.post(receiptShape, "/api/events", { id, ...event });
      if (told.events.has(id))
        assert.equal(receipt.status, "duplicate", `${id} was acknowledged before, and forgotten`);
      told.events.add(id);
      for (const run of receipt.runs) told.runs.add(run);
    }),
  );
  for (;;) {
    const { gates } = await api.get(gatesShape, "/api/gates", { status: "open" });
    for (const { id, kind, proposal } of gates) {
      assert.ok(!told.gates.has(id), `the answer to gate ${id} was acknowledged before, and forgotten`);
      const answer =
        kind === "unknown"
          ? { verdict: "answer", value: whatBecameOf(z.object({ charge: z.string() }).parse(proposal).charge, bank) }
          : { verdict: "approve", value: null };
      await api.post(answeredShape, `/api/gates/${id}/answer`, answer);
      told.gates.add(id);
    }
    const { runs } = await api.get(runsShape, "/api/runs");
    if (runs.length >= events.length && runs.every(({ status }) => status === "done")) break;
    const parked = runs.find(({ status }) => status === "set aside");
    assert.equal(parked, undefined, `run ${parked?.id} was set aside: ${parked?.detail}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  for (const run of told.runs) assert.equal((await api.get(runDetailShape, `/api/runs/${run}`)).status, "done");
}

/** As a person says it who looked at the other side: its keys may be older than it remembers them (E7). */
function whatBecameOf(charge: string, { done }: Pick<Bank, "done">): Json {
  return done.includes(charge) ? { happened: true, output: { id: charge } } : { happened: false };
}

/** Call when all is over. */
export function checkOracle(place: Place, bank: Bank, anchors = join(place.folder, "anchors")): void {
  assert.deepEqual(bank.done.toSorted(), wanted, "each intent has one effect");
  const { ok, problems, events: count } = verifyFolder(place.data, anchors, () => undefined, projections);
  assert.ok(ok, problems.join("\n"));
  assert.ok(count > events.length);
}
