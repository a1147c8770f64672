/** What the suite and the demo say to a Praxis server, over its HTTP surfaces alone. */
import { Webhook } from "standardwebhooks";
import { z } from "zod";

export const gateSchema = z.object({
  id: z.string(),
  kind: z.enum(["approval", "question", "conflict", "again", "unknown", "by hand"]),
  title: z.string(),
  reasons: z.array(z.string()),
  proposal: z.unknown(),
  evidence: z.unknown(),
  account: z.string(),
  run: z.string().nullable(),
});
export type Gate = z.infer<typeof gateSchema>;

export type Verdict =
  | { readonly verdict: "answer"; readonly value: unknown; readonly reason?: string }
  | { readonly verdict: "approve" | "decline"; readonly reason?: string };

export type RunStatus = "moving" | "waiting" | "done" | "cancelled" | "set aside";

const runSchema = z.object({
  id: z.string(),
  process: z.string(),
  status: z.string(),
  account: z.string(),
  detail: z.string().nullable(),
});
const next = z.string().nullable();
const gatesPage = z.object({ gates: z.array(gateSchema), next });
const runsPage = z.object({ runs: z.array(runSchema), next });
const effectSchema = z.object({
  id: z.string(),
  contract: z.string(),
  status: z.string(),
  interim: z.string().nullable(),
  account: z.string(),
});
const effectsPage = z.object({ effects: z.array(effectSchema), next });
const acceptedSchema = z.object({ status: z.string(), runs: z.array(z.string()).default([]) });
const runDetail = runSchema.extend({ result: z.unknown(), input: z.unknown() });

export interface Address {
  readonly url: string;
  readonly token: string;
}

/** A server that says no: a bug in the suite or in the server, never in the network. */
export class UnexpectedAnswer extends Error {}

export class PraxisClient {
  readonly #address: () => Address;

  /** @param address asked at each call, for a server that is started again may listen elsewhere */
  constructor(address: () => Address) {
    this.#address = address;
  }

  /** @throws the network's error while the server is away */
  async sendWebhook(
    source: string,
    secret: string,
    id: string,
    body: unknown,
  ): Promise<z.infer<typeof acceptedSchema>> {
    const text = JSON.stringify(body);
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(secret).sign(id, now, text),
    };
    return acceptedSchema.parse(await this.#call("POST", `/hooks/${source}`, text, headers));
  }

  async openGates(): Promise<Gate[]> {
    return gatesPage.parse(await this.#call("GET", "/api/gates?status=open&limit=200")).gates;
  }

  answer(gate: string, verdict: Verdict): Promise<unknown> {
    return this.#call("POST", `/api/gates/${gate}/answer`, JSON.stringify({ value: null, reason: null, ...verdict }));
  }

  /** Up to 200. */
  async runs(status: RunStatus): Promise<z.infer<typeof runSchema>[]> {
    return runsPage.parse(await this.#call("GET", `/api/runs?status=${encodeURIComponent(status)}&limit=200`)).runs;
  }

  /** @returns what it was started with, and what the process returned; null while it runs */
  async resultOf(run: string): Promise<{ readonly status: string; readonly result: unknown; readonly input: unknown }> {
    const { status, result, input } = runDetail.parse(await this.#call("GET", `/api/runs/${run}?eventsLimit=0`));
    return { status, result, input };
  }

  cancel(run: string, why: string): Promise<unknown> {
    return this.#call("POST", `/api/runs/${run}/cancel`, JSON.stringify({ why }));
  }

  /** Up to 200. */
  async effects(query: string): Promise<z.infer<typeof effectSchema>[]> {
    return effectsPage.parse(await this.#call("GET", `/api/effects?limit=200&${query}`)).effects;
  }

  async #call(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<unknown> {
    const { url, token } = this.#address();
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new UnexpectedAnswer(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  }
}
