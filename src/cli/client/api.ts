/**
 * The one way in which commands talk to Praxis: HTTP requests, sent over the network or handed to the same routes in this process.
 *
 * Invariants: what comes back is `unknown` until a schema has read it; an answer that is not a success becomes a PraxisError with the server's
 * own words.
 */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { parseJson } from "../../kernel/json.ts";
import { parse, type Schema } from "../../kernel/schema.ts";

export type Send = (request: Request) => Promise<Response>;

export interface ApiOptions {
  readonly send: Send;
  readonly url: string;
  readonly token: string | null;
  /** The person who acts. */
  readonly as: string;
}

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), next: z.string().optional() }),
});

export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  get url(): string {
    return this.#options.url;
  }

  get<T>(schema: Schema<T>, path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    const url = new URL(path, this.#options.url);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    return this.#call(schema, "GET", url);
  }

  post<T>(schema: Schema<T>, path: string, body: unknown): Promise<T> {
    return this.#call(schema, "POST", new URL(path, this.#options.url), body);
  }

  put<T>(schema: Schema<T>, path: string, body: unknown): Promise<T> {
    return this.#call(schema, "PUT", new URL(path, this.#options.url), body);
  }

  delete<T>(schema: Schema<T>, path: string, body?: unknown): Promise<T> {
    return this.#call(schema, "DELETE", new URL(path, this.#options.url), body);
  }

  async #call<T>(schema: Schema<T>, method: string, url: URL, body?: unknown): Promise<T> {
    const { send, token, as } = this.#options;
    const request = new Request(url, {
      method,
      headers: {
        accept: "application/json",
        "x-praxis-person": as,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await send(request).catch((thrown: unknown) => {
      throw unreachableServer(this.#options.url, thrown);
    });
    const text = await response.text();
    const parsed = parseJson(text === "" ? "null" : text);
    if (!response.ok) throw refusal(response.status, parsed.ok ? parsed.value : text, `${method} ${url.pathname}`);
    const read = parsed.ok ? parse(schema, parsed.value) : parsed;
    if (read.ok) return read.value;
    throw new PraxisError(
      "unexpected_answer",
      `the answer to ${method} ${url.pathname} does not read as expected: ${read.error}`,
      {
        next: "The server is probably of another version than this command: compare `praxis --version` with `praxis doctor`.",
      },
    );
  }
}

function refusal(status: number, body: unknown, what: string): PraxisError {
  const said = errorSchema.safeParse(body);
  if (said.success) {
    const { code, message, next } = said.data.error;
    return new PraxisError(code, message, { next: next ?? "Nothing was changed." });
  }
  const code = status === 404 ? "not_found" : status === 401 || status === 403 ? "not_allowed" : `status_${status}`;
  return new PraxisError(code, `${what} was answered with status ${status}`, {
    next: status === 401 ? "Name a token that this server knows (--token or PRAXIS_TOKEN)." : "Nothing was changed.",
  });
}

function unreachableServer(url: string, cause: unknown): PraxisError {
  return new PraxisError("server_unreachable", `the server at ${url} does not answer`, {
    next: "It may be starting: try again. `praxis doctor` tells what holds the data folder. Nothing was changed.",
    disposition: "retry",
    cause,
  });
}
