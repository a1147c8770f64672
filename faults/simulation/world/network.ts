/**
 * Between a process and the other side: calls that do not get through, answers that get lost or come late, a call that arrives twice, the other side in trouble.
 *
 * Invariant: what was sent arrives within `settleMs` of its sending or never, as contracts may count on (E6); only calls that carry a key, which the other side knows, arrive twice.
 */
import { CallError } from "../../../src/act/call.ts";
import type { Answer, Exchange, Transport } from "../../../src/act/connectors/http/transport.ts";
import { type Json, parseJson } from "../../../src/kernel/json.ts";
import type { Fate } from "./fate.ts";
import type { Provider, Reply, Request } from "./provider.ts";
import type { Schedule } from "./schedule.ts";
import type { Host } from "./storage.ts";

export const timeoutMs = 2_000;
/** Longer than the timeout, so that an attempt that was given up may still arrive. */
export const settleMs = 5_000;

export class Network {
  readonly #schedule: Schedule;
  readonly #fate: Fate;
  readonly #provider: Provider;

  constructor(schedule: Schedule, fate: Fate, provider: Provider) {
    this.#schedule = schedule;
    this.#fate = fate;
    this.#provider = provider;
  }

  transportFor(host: Host): Transport {
    return (exchange) =>
      new Promise((resolve, reject) => {
        const tell = (work: () => void): void => host.life.do(() => void (host.point("answer arrives") || work()));
        exchange.signal.addEventListener("abort", () =>
          tell(() => reject(new CallError("ambiguous", "timeout", "no answer before the deadline"))),
        );
        const send = (): void => {
          if (host.point("before sending") || exchange.signal.aborted) return;
          if (this.#happens(this.#fate.habits.unreachable))
            return tell(() => reject(new CallError("not sent", "ECONNREFUSED", "no connection")));
          try {
            if (exchange.method !== "GET") exchange.lastMoment?.();
          } catch (thrown) {
            return tell(() => reject(thrown));
          }
          this.#send(exchange, (answer) => tell(() => (answer ? resolve(answer) : reject(broken()))));
          host.point("after sending");
        };
        // A connection is made, and then, at the last moment, the deadline is looked at.
        const connected = (): void => {
          host.mayStop();
          host.life.do(send);
        };
        this.#schedule.after(this.#delay(50), connected, host.life);
      });
  }

  #send(exchange: Exchange, answered: (answer: Answer | null) => void): void {
    const { habits } = this.#fate;
    const request = requestOf(exchange);
    if (this.#happens(habits.lost)) return;
    const isLate = this.#happens(habits.late);
    this.#schedule.after(isLate ? this.#delay(settleMs - 1) : this.#delay(100), () => {
      const answer = this.#arrives(request);
      // "Not performed" is a promise: what was turned away does not come again by itself.
      if (request.path.startsWith("/t1/") && answer.status !== 429 && this.#happens(habits.twice))
        this.#schedule.after(this.#delay(settleMs - 1), () => void this.#arrives(request));
      if (this.#happens(habits.lost)) return;
      const isReset = this.#happens(habits.lost / 3);
      this.#schedule.after(this.#delay(this.#happens(habits.late) ? timeoutMs * 2 : 100), () =>
        answered(isReset ? null : answer),
      );
    });
  }

  /** Where it is in trouble it may have acted all the same. */
  #arrives(request: Request): Answer {
    const { random } = this.#fate;
    if (!this.#happens(this.#fate.habits.answersBadly)) return sent(this.#provider.receive(request, false));
    const trouble = Math.floor(random.next() * 6);
    if (trouble === 0) return sent({ status: 500, body: "{}" });
    if (trouble === 1) return { ...sent({ status: 429, body: "{}" }), headers: { "retry-after": "7" } };
    if (trouble === 2 && request.method !== "GET") return sent(this.#provider.receive(request, true));
    const reply = this.#provider.receive(request, false);
    if (trouble === 3) return sent({ status: 502, body: "{}" });
    return trouble === 4 ? sent({ status: 200, body: "<html>" }) : sent(reply);
  }

  #happens(share: number): boolean {
    return share > 0 && !this.#fate.isCalm && this.#fate.random.next() < share;
  }

  #delay(most: number): number {
    return Math.floor(this.#fate.random.next() * most);
  }
}

function requestOf({ method, url, headers, body }: Exchange): Request {
  const parsed = body === null ? null : parseJson(body);
  const { pathname, searchParams } = new URL(url);
  const key = method === "GET" ? (searchParams.get("key") ?? "") : (headers["idempotency-key"] ?? "");
  const content: Json = parsed?.ok ? parsed.value : null;
  return { method, path: pathname, key, body: content };
}

function sent(reply: Reply): Answer {
  return { ...reply, headers: {} };
}

function broken(): CallError {
  return new CallError("ambiguous", "ECONNRESET", "the connection broke");
}
