/**
 * Processes that wait for each kind of thing, as a file that a server serves, and the other side of their contracts. The file is recorded with the history: a server that takes it up later has the same code at
 * hand, and keeps it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

export const waitingFile = `import { connection, contract, decision, process as define } from "praxis";
import { z } from "zod";

const bank = connection("bank", { baseUrl: process.env.BANK_URL ?? "", timeout: "2 seconds", settle: "100 ms", breakAfter: 50 });
const wish = z.object({ charge: z.string(), amountCents: z.int() });
const output = z.object({ id: z.string() });
const shared = { via: bank, input: wish, output, intent: { object: ({ charge }) => [charge] }, risk: ({ amountCents }) => (amountCents > 5_000 ? "high" : "low") };
export const refund = contract("bank.refund", { ...shared, tier: "T1", perform: (wished, call) => call.post("/refunds", wished) });
export const transfer = contract("bank.transfer", { ...shared, tier: "T2",
  perform: (wished, call) => call.post("/transfers", wished),
  lookUp: async ({ charge }, call) => { const { made } = await call.get("/transfers", { charge }); return made === null ? null : { found: made }; } });
export const payout = contract("bank.payout", { ...shared, tier: "T3", perform: (wished, call) => call.post("/payouts", wished) });
export const share = decision("share", { input: z.object({ charge: z.string() }), answer: z.int(), question: ({ charge }) => "How much of " + charge + "?" });

const pay = (run, charge, amountCents) => run.do(refund, { charge, amountCents });
export const parcel = define("parcel", { input: z.object({ charge: z.string() }) }, async (run, { charge }) => {
  const arrival = await run.wait("ParcelArrived", { about: charge, atMost: "30 days" });
  return arrival.status;
});
export const wanted = define("wanted", { on: "Wanted", input: z.object({ charge: z.string(), until: z.string() }) }, async (run, { charge, until }) => {
  const began = run.now();
  const dice = run.random();
  await pay(run, charge + "/before", 100);
  const met = await run.scope("until", async (scope) => {
    switch (until) {
      case "approval": return (await pay(scope, charge, 9_900)).status;
      case "answer": return (await scope.decide(share, { charge })).status;
      case "time": await scope.sleep("1 hour"); return "it is later";
      case "event": return (await scope.wait("ParcelArrived", { about: charge, atMost: "30 days" })).status;
      case "child": return (await (await scope.start(parcel, { charge })).end()).status;
      case "unknown": return (await scope.do(payout, { charge, amountCents: 700 })).status;
      case "many": return (await Promise.all([scope.sleep("2 hours"), scope.decide(share, { charge }), scope.do(transfer, { charge, amountCents: 1 })])).length;
      default: return "nothing";
    }
  });
  await pay(run, charge + "/after", 100);
  return { began, dice, met: met.status };
});
`;

export const reasons = ["nothing", "approval", "answer", "time", "event", "child", "unknown", "many"] as const;

const doneSchema = z.array(z.object({ charge: z.string(), path: z.string(), key: z.string(), id: z.string() }));
export type Done = z.infer<typeof doneSchema>;
export const bankSchema = z.object({ done: doneSchema });

/** It acts at every write but under a key that it knows; a payout is never answered. */
export class Bank {
  readonly done: Done;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(done: Done = []) {
    this.done = done;
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://bank");
    const say = (body: unknown): void => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.method === "GET") {
      const made = this.done.find(
        ({ path, charge }) => path === url.pathname && charge === url.searchParams.get("charge"),
      );
      return say({ made: made ? { id: made.id } : null });
    }
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { charge } = z.looseObject({ charge: z.string() }).parse(JSON.parse(body));
    const key = String(request.headers["idempotency-key"]);
    // Only refunds are told apart by their key.
    const known = url.pathname === "/refunds" ? this.done.find((each) => each.key === key) : undefined;
    const id = known?.id ?? `done-${this.done.length + 1}`;
    if (!known) this.done.push({ charge, path: url.pathname, key, id });
    if (url.pathname === "/payouts") response.destroy();
    else say({ id });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
