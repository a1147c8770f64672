/** A small shop for the server's tests: sources of each kind, a refund that asks above a limit, a return that waits, and a process that throws. */
import { z } from "zod";
import { connection } from "../../act/connection.ts";
import type { Answer, Exchange, Transport } from "../../act/connectors/http/transport.ts";
import { contract } from "../../act/contract.ts";
import { policy } from "../../act/policy/policy.ts";
import { secret } from "../../act/secret.ts";
import type { Definition } from "../../assembly/definitions.ts";
import { source } from "../../observe/source.ts";
import { process } from "../../plan/process.ts";

export const sourceSecret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;

export const ticketSchema = z.object({
  order: z.string(),
  amountCents: z.number(),
  text: z.string(),
  customer: z.string().default("mia@example.com"),
});
export type Ticket = z.input<typeof ticketSchema>;

const payments = connection("payments", { baseUrl: "https://payments.example/{account}" });

export const refund = contract("refund", {
  tier: "T1",
  input: z.object({ order: z.string(), amountCents: z.number(), customer: z.string() }),
  output: z.object({ refund: z.string() }),
  via: payments,
  intent: { object: (wish) => [wish.order] },
  about: (wish) => wish.customer,
  money: (wish) => ({ cents: wish.amountCents, currency: "EUR" }),
  describe: (wish) => `Refund ${(wish.amountCents / 100).toFixed(2)} for order ${wish.order}`,
  perform: (wish, call) => call.post("/refunds", { order: wish.order, amount: wish.amountCents }),
});

const limit = policy("refund limit", {
  on: refund,
  parameters: z.object({ mostCents: z.number().default(5_000) }),
  judge: ({ wish, parameters, allow, ask }) =>
    wish.amountCents <= parameters.mostCents
      ? allow()
      : ask(`${wish.amountCents / 100} is more than ${parameters.mostCents / 100}`, {
          explainEdits: wish.amountCents >= 50_000,
        }),
});

const tickets = process("tickets", { on: "TicketReceived", input: ticketSchema }, async (run, ticket) => {
  const { order, amountCents, customer } = ticket;
  return run.do(refund, { order, amountCents, customer });
});

const returns = process(
  "returns",
  { on: "ReturnAnnounced", input: z.object({ parcel: z.string() }) },
  (run, { parcel }) => run.wait("GoodsArrived", { about: parcel, atMost: "30 days" }),
);

const clumsy = process("clumsy", { input: z.object({ mood: z.string() }) }, async (_run, { mood }) => {
  throw new Error(`it is ${mood}`);
});

const ticketSource = (
  name: string,
  scheme: "standard-webhooks" | "github" | "slack" | "none",
  largestBytes = 100_000,
) =>
  source(name, {
    scheme,
    secrets: [secret("HOOK_SECRET")],
    body: ticketSchema,
    event: "TicketReceived",
    subject: (body) => body.customer,
    largestBytes,
  });

export const sampleShop: readonly Definition[] = [
  refund,
  limit,
  tickets,
  returns,
  clumsy,
  ticketSource("helpdesk", "standard-webhooks"),
  ticketSource("code", "github"),
  ticketSource("chat", "slack"),
  ticketSource("open", "none"),
  ticketSource("small", "none", 1_000),
];

/** The payment provider: does what it is asked, once for a key; or whatever `answerWith` says for the next request. */
export class FakePayments {
  readonly seen: Exchange[] = [];
  readonly done = new Map<string, string>();
  answerWith: ((exchange: Exchange) => Answer | Promise<Answer>) | null = null;

  readonly transport: Transport = async (exchange) => {
    this.seen.push(exchange);
    const { answerWith } = this;
    this.answerWith = null;
    if (answerWith) return answerWith(exchange);
    const key = exchange.headers["idempotency-key"] ?? exchange.headers["Idempotency-Key"] ?? "none";
    const id = this.done.get(key) ?? `re_${this.done.size + 1}`;
    this.done.set(key, id);
    return { status: 200, headers: {}, body: JSON.stringify({ refund: id }) };
  };
}
