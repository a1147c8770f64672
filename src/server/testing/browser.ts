/** A browser at a test server: it keeps the cookie that it is given and sends what a page of the console sends. */
import assert from "node:assert/strict";
import type { Role } from "../../oversee/people/roles.ts";
import { Called } from "./called.ts";
import type { TestServer } from "./open-test-server.ts";

export class Browser {
  readonly #server: TestServer;
  /** As it goes out again: `praxis-session=...`; empty before the first sign-in. */
  cookie = "";
  /** The whole last `Set-Cookie`. */
  setCookie = "";

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** @param headers in place of, or without (empty) those that the console sends. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Called> {
    const { url } = this.#server;
    const reading = method === "GET";
    const sent = { ...(reading ? {} : { origin: url, "x-praxis-console": "1" }), cookie: this.cookie, ...headers };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: Object.entries(sent).filter(([, value]) => value !== ""),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) {
      this.setCookie = set;
      this.cookie = set.split(";")[0] ?? "";
    }
    return Called.from(response);
  }
}

/** The code of a fresh login link for this person. */
export async function loginCode(server: TestServer, name: string): Promise<string> {
  const link = await server.call("POST", `/api/people/${name}/login-link`);
  assert.equal(link.status, 201);
  return new URL(link.text("url")).hash.slice("#code=".length);
}

/** Adds a person, and signs them in. */
export async function signedIn(server: TestServer, name: string, role: Role): Promise<Browser> {
  assert.equal((await server.call("POST", "/api/people", { name, role })).status, 201);
  const browser = new Browser(server);
  const answer = await browser.call("POST", "/api/session", { code: await loginCode(server, name) });
  assert.equal(answer.status, 200);
  return browser;
}
