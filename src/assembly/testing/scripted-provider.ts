/**
 * The other side, as bad as a script says. It acts at every write unless it has seen the key; what it did is in `actions`.
 */
import { CallError } from "../../act/call.ts";
import type { Answer, Exchange, Transport } from "../../act/connectors/http/transport.ts";

export type Behaviour =
  | "ok"
  | "acts, then no answer"
  | "no answer"
  | "acts, then 500"
  | "500"
  | "429"
  | "acts, then reset"
  | "reset"
  | "not reached"
  | "garbage"
  | "acts, then garbage"
  | "refused"
  | "key in use"
  | "401";

export interface Action {
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  readonly id: string;
}

export interface ProviderOptions {
  /** Whether it remembers keys. */
  readonly keys?: boolean;
}

export class ScriptedProvider {
  /** What happens at the next writes, in order; then all is well. */
  readonly script: Behaviour[] = [];
  /** The same for reads. */
  readonly readScript: Behaviour[] = [];
  readonly actions: Action[] = [];
  /** Everything that reached it, in order. */
  readonly exchanges: Exchange[] = [];
  /** What is called in the middle of a write, before it is answered. */
  during: (exchange: Exchange) => void | Promise<void> = () => undefined;
  readonly #keys: boolean;
  /** Answers of its own, by method and path. */
  readonly answers = new Map<string, (exchange: Exchange) => unknown>();

  constructor(options: ProviderOptions = {}) {
    this.#keys = options.keys ?? true;
  }

  readonly transport: Transport = async (exchange) => {
    this.exchanges.push(exchange);
    const url = new URL(exchange.url);
    const isRead = exchange.method === "GET";
    const behaviour = (isRead ? this.readScript : this.script).shift() ?? "ok";
    if (behaviour === "not reached") throw new CallError("not sent", "ECONNREFUSED", "no connection");
    if (behaviour === "no answer") return noAnswer(exchange);
    if (behaviour === "reset") throw new CallError("ambiguous", "ECONNRESET", "the connection broke");
    const failed = failureOf(behaviour);
    if (failed) return failed;
    if (!isRead) await this.during(exchange);
    const own = this.answers.get(`${exchange.method} ${url.pathname}`);
    const value = own ? await own(exchange) : isRead ? this.#find(url) : { id: this.#act(exchange, url).id };
    if (behaviour === "acts, then no answer") return noAnswer(exchange);
    if (behaviour === "acts, then reset") throw new CallError("ambiguous", "ECONNRESET", "the connection broke");
    if (behaviour === "acts, then 500") return answer(500, { message: "broken" });
    if (behaviour === "acts, then garbage") return { status: 200, headers: {}, body: "<html>" };
    return answer(200, value);
  };

  #act(exchange: Exchange, url: URL): Action {
    const key = exchange.headers["idempotency-key"] ?? "";
    const known = this.#keys ? this.actions.find((each) => each.key === key) : undefined;
    if (known) return known;
    const body: unknown = exchange.body === null ? null : JSON.parse(exchange.body);
    const action = { path: url.pathname, key, body, id: `done-${this.actions.length + 1}` };
    this.actions.push(action);
    return action;
  }

  #find(url: URL): unknown {
    const key = url.searchParams.get("key");
    const found = this.actions.find((each) => each.key === key);
    return key === null ? { ok: true } : { found: found ? { id: found.id } : null };
  }

  count(path: string): number {
    return this.actions.filter((each) => each.path === path).length;
  }
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: JSON.stringify(body) };
}

function failureOf(behaviour: Behaviour): Answer | null {
  switch (behaviour) {
    case "500":
      return answer(500, { message: "broken" });
    case "429":
      return answer(429, { message: "slower" }, { "retry-after": "7" });
    case "garbage":
      return { status: 200, headers: {}, body: "<html>" };
    case "refused":
      return answer(422, { error: { code: "too_late", message: "the order has left" } });
    case "key in use":
      return answer(409, { error: { code: "idempotency_key_in_use", message: "still at it" } });
    case "401":
      return answer(401, { message: "who are you" });
    default:
      return null;
  }
}

function noAnswer({ signal }: Exchange): Promise<Answer> {
  return new Promise((_, reject) => {
    const give = (): void => reject(new CallError("ambiguous", "timeout", "no answer before the deadline"));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give);
  });
}
