/** The routes of a fake: `"GET /orders/:id"` and the handler that answers. */
import { digestText, type Json } from "../../kernel/json.ts";
import { mustParse, type Schema } from "../../kernel/schema.ts";
import type { Deed, Incoming } from "./other-side.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type RouteName = `${Method} /${string}`;

/** A call as a handler sees it. */
export interface FakeRequest extends Incoming {
  /** What stands in the path for `:name`. */
  readonly params: Readonly<Record<string, string>>;
  readonly key: string | null;
  /** The body, read by a schema; a body that does not fit is answered with 400. */
  read<T>(schema: Schema<T>): T;
  /** An id for something new: the same in every play, whatever happens before it. */
  newId(prefix: string): string;
}

/** What a handler can look at beside the call. */
export interface FakeSide<S> {
  readonly state: S;
  readonly done: readonly Deed[];
  /** What was done first under this idempotency key: for look-ups (T2). */
  find(key: string | undefined): Deed | undefined;
}

/** @returns the answer's JSON (status 200), or what `respond` made. */
export type Handler<S> = (request: FakeRequest, side: FakeSide<S>) => unknown;
export type Routes<S = undefined> = { readonly [route: RouteName]: Handler<S> };

/** An answer with a status of its own. */
export class Respond {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>>) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An answer with another status than 200: `respond(422, { message: "already refunded" })`. */
export function respond(status: number, body: unknown = null, headers: Readonly<Record<string, string>> = {}): Respond {
  return new Respond(status, body, headers);
}

export interface Found<S> {
  readonly route: string;
  readonly handler: Handler<S>;
  readonly params: Readonly<Record<string, string>>;
}

export function findRoute<S>(routes: Routes<S>, method: string, path: string): Found<S> | undefined {
  for (const [route, handler] of Object.entries(routes)) {
    const [wanted, pattern = ""] = route.split(" ");
    const params = wanted === method ? matchPath(pattern, path) : null;
    if (params) return { route, handler, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

export function fakeRequest(call: Incoming, params: Readonly<Record<string, string>>, earlier: number): FakeRequest {
  const key = call.headers["idempotency-key"] ?? null;
  const unique = `${key ?? call.path}${earlier === 0 ? "" : ` again, ${earlier}`}`;
  return {
    ...call,
    params,
    key,
    read: (schema) => mustParse(schema, call.body, `the body of ${call.method} ${call.path}`),
    newId: (prefix) => `${prefix}-${digestText(unique).slice(0, 8)}`,
  };
}

export function toText(body: unknown): { text: string; json: Json } {
  const text = JSON.stringify(body ?? null);
  return { text, json: JSON.parse(text) };
}
