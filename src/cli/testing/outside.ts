/** A small outside world for processes of tests: it takes refunds under idempotency keys, and counts them. */
import { createServer } from "node:http";

export interface Outside {
  readonly url: string;
  /** Charges that were refunded, in order; each once for a key. */
  readonly refunds: readonly string[];
  close(): void;
}

export async function openOutside(): Promise<Outside> {
  const refunds: string[] = [];
  const answers = new Map<string, string>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      const key = String(request.headers["idempotency-key"]);
      const known = answers.get(key);
      const answer = known ?? JSON.stringify({ refundId: `r-${answers.size + 1}` });
      if (known === undefined) refunds.push(String(JSON.parse(body).charge));
      answers.set(key, answer);
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    refunds,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A process file as a user would write it: a refund that asks, one that ends at once, and some that do not behave. */
export const refundsFile = `
import { connection, contract, process as define } from "praxis";
import { z } from "zod";

const payments = connection("payments", { baseUrl: process.env.OUTSIDE_URL ?? "", timeout: "2 seconds", settle: "100 ms" });

export const refund = contract("payments.refund", {
  via: payments,
  tier: "T1",
  input: z.object({ charge: z.string(), amountCents: z.int() }),
  output: z.object({ refundId: z.string() }),
  intent: { object: (wish) => [wish.charge] },
  risk: (wish) => (wish.amountCents > 5_000 ? "high" : "low"),
  describe: (wish) => \`Refund \${wish.amountCents / 100} for \${wish.charge}\`,
  perform: (wish, call) => call.post("/refunds", wish),
});

const request = z.object({ charge: z.string(), amountCents: z.int() });
export const refunds = define("refunds", { on: "RefundWanted", input: request }, (run, wish) => run.do(refund, wish));
export const echo = define("echo", { on: "Said", input: z.object({ text: z.string() }) }, async (_run, said) => said.text);
export const loop = define("loop", { on: "LoopWanted", input: z.object({}) }, async () => { for (;;); });
export const eat = define("eat", { on: "EatWanted", input: z.object({}) }, async () => {
  const eaten: unknown[] = [];
  for (;;) eaten.push(new Array(1_000).fill(1));
});
`;
