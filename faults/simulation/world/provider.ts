/**
 * The other side, as the outside world knows it: its record of what it has done is no part of any machine, and no crash touches it. Under `/t1` it remembers keys for as long as it says; under
 * `/t2` it can be asked by key; under `/t3` neither.
 */
import { isObject, type Json } from "../../../src/kernel/json.ts";

export interface Deed {
  readonly path: string;
  readonly key: string;
  /** What it was about: the business identity of it. */
  readonly thing: string;
  readonly at: number;
  readonly id: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body: Json;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export const keyRetentionMs = 30 * 60_000;

export class Provider {
  readonly deeds: Deed[] = [];
  readonly #now: () => number;
  readonly #answered = new Map<string, { readonly reply: Reply; readonly since: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param refuses whether it says no, where it is free to */
  receive(request: Request, refuses: boolean): Reply {
    const { method, path, key, body } = request;
    if (method === "GET") return ok({ found: this.deeds.find((deed) => deed.key === key)?.id ?? null });
    if (!path.startsWith("/t1/")) return this.#act(path, key, body, refuses);
    const known = this.#answered.get(key);
    if (known && this.#now() - known.since < keyRetentionMs) return known.reply;
    const reply = this.#act(path, key, body, refuses);
    this.#answered.set(key, { reply, since: this.#now() });
    return reply;
  }

  #act(path: string, key: string, body: Json, refuses: boolean): Reply {
    if (refuses) return { status: 422, body: JSON.stringify({ error: { code: "too_late", message: "it has left" } }) };
    const thing = isObject(body) && typeof body.thing === "string" ? body.thing : "";
    const deed = { path, key, thing, at: this.#now(), id: `deed-${this.deeds.length + 1}` };
    this.deeds.push(deed);
    return ok({ id: deed.id });
  }
}

function ok(body: Json): Reply {
  return { status: 200, body: JSON.stringify(body) };
}
