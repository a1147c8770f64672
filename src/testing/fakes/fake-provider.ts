/**
 * A ready-made other side with a memory: idempotency keys (T1, the default), a look-up where a route offers one (T2), or neither (T3);
 * fault switches; and a list of what it has done, by which duplicates and losses are counted.
 */
import { type Duration, durationMs } from "../../kernel/duration.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { canonical, type Json, toJson } from "../../kernel/json.ts";
import { SeededRandom } from "../../kernel/random.ts";
import { FaultSwitches, type Faults } from "./faults.ts";
import type { Deed, Incoming, OtherSide, Reaction } from "./other-side.ts";
import { type Found, fakeRequest, findRoute, Respond, type Routes, respond, toText } from "./routes.ts";

export interface FakeProviderOptions<S> extends Faults {
  /** Whether a call with a key that was seen gets the first answer again, and nothing is done. Default true. */
  readonly idempotencyKeys?: boolean;
  /** How long it remembers a key. Default: for ever. */
  readonly keysKeptFor?: Duration;
  /** Makes its first state. A function, so that every play begins with a new one. */
  readonly state?: () => S;
}

interface Remembered {
  readonly request: string;
  readonly answer: Respond;
  readonly at: number;
}

export class FakeProvider<S> implements OtherSide {
  readonly #routes: Routes<S>;
  readonly #options: FakeProviderOptions<S>;
  readonly #newState: () => S;
  readonly #done: Deed[] = [];
  readonly #keys = new Map<string, Remembered>();
  #faults: FaultSwitches;
  #random = new SeededRandom(1);
  #state: S;

  constructor(routes: Routes<S>, options: FakeProviderOptions<S>, newState: () => S) {
    this.#routes = routes;
    this.#options = options;
    this.#newState = newState;
    this.#faults = new FaultSwitches(options);
    this.#state = newState();
  }

  get state(): S {
    return this.#state;
  }

  get done(): readonly Deed[] {
    return this.#done;
  }

  doneAt(route: string): readonly Deed[] {
    return this.#done.filter((deed) => deed.route === route);
  }

  fail(faults: Faults): void {
    this.#faults.set(faults);
  }

  reset(seed: number): void {
    this.#done.length = 0;
    this.#keys.clear();
    this.#random = new SeededRandom(seed);
    this.#faults = new FaultSwitches(this.#options);
    this.#state = this.#newState();
  }

  snapshot(): Json {
    return toJson(this.#state);
  }

  async receive(call: Incoming): Promise<Reaction> {
    const fault = this.#faults.draw(this.#random);
    if (fault === "unreachable") return { kind: "unreachable" };
    if (fault === "resetBefore") return { kind: "reset" };
    if (fault === "error500") return answered(respond(500, { message: "internal error" }));
    if (fault === "rateLimited") return answered(respond(429, { message: "too many calls" }, { "retry-after": "2" }));
    const answer = await this.#act(call);
    if (fault === "timeOutAfterSuccess") return { kind: "silence" };
    if (fault === "resetAfter") return { kind: "reset" };
    if (fault === "garbage") return { kind: "answer", status: 200, headers: {}, body: "<html>Something went wrong" };
    return answered(answer);
  }

  async #act(call: Incoming): Promise<Respond> {
    const found = findRoute(this.#routes, call.method, call.path);
    if (!found) throw unknownRoute(call, Object.keys(this.#routes));
    if (call.method === "GET") return this.#handle(found, call);
    const key = call.headers["idempotency-key"];
    const request = canonical([call.method, call.path, call.body]);
    const known = key === undefined ? undefined : this.#keys.get(`${call.account} ${key}`);
    if (known && !this.#isForgotten(known, call.now)) {
      if (known.request === request) return known.answer;
      return respond(422, { code: "key_reused", message: "this idempotency key came before with another request" });
    }
    const answer = await this.#handle(found, call);
    const remembers = this.#options.idempotencyKeys ?? true;
    if (key !== undefined && remembers) this.#keys.set(`${call.account} ${key}`, { request, answer, at: call.now });
    if (answer.status < 400) this.#note(found, call, answer);
    return answer;
  }

  #isForgotten(known: Remembered, now: number): boolean {
    const { keysKeptFor } = this.#options;
    return keysKeptFor !== undefined && now - known.at > durationMs(keysKeptFor);
  }

  async #handle(found: Found<S>, call: Incoming): Promise<Respond> {
    const key = call.headers["idempotency-key"];
    const earlier = this.#done.filter((deed) => key !== undefined && deed.key === key).length;
    const side = {
      state: this.#state,
      done: this.#done,
      find: (wanted: string | undefined) => this.#done.find((deed) => deed.key !== null && deed.key === wanted),
    };
    try {
      const answer = await found.handler(fakeRequest(call, found.params, earlier), side);
      return answer instanceof Respond ? answer : respond(200, answer);
    } catch (thrown) {
      if (thrown instanceof PraxisError && thrown.code === "bad_input")
        return respond(400, { message: thrown.message });
      throw thrown;
    }
  }

  #note({ route, params }: Found<S>, call: Incoming, answer: Respond): void {
    const { path, body, account, now } = call;
    const key = call.headers["idempotency-key"] ?? null;
    this.#done.push({ route, path, params, body, key, account, at: now, answer: toText(answer.body).json });
  }
}

function answered({ status, headers, body }: Respond): Reaction {
  return { kind: "answer", status, headers, body: toText(body).text };
}

function unknownRoute(call: Incoming, known: readonly string[]): PraxisError {
  return new PraxisError("no_route", `the fake has no route for ${call.method} ${call.path}`, {
    next: `Give it one. It has: ${known.map((route) => `"${route}"`).join(", ") || "none"}.`,
  });
}

/** A provider that answers these routes. Without further options it takes idempotency keys, and nothing goes wrong. */
export function fakeProvider(
  routes: Routes<undefined>,
  options?: FakeProviderOptions<undefined>,
): FakeProvider<undefined>;
export function fakeProvider<S>(
  routes: Routes<S>,
  options: FakeProviderOptions<S> & { readonly state: () => S },
): FakeProvider<S>;
export function fakeProvider<S>(
  routes: Routes<S | undefined>,
  options: FakeProviderOptions<S | undefined> = {},
): FakeProvider<S | undefined> {
  return new FakeProvider(routes, options, options.state ?? (() => undefined));
}
