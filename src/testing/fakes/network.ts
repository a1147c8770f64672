/**
 * The network of a simulated world: every call ends at the fake of its connection, and none leaves this process. What a test forgot (a
 * connection without a fake, a route) is a problem of the test, and ends it with a message; the process under test never sees it.
 */
import { CallError } from "../../act/call.ts";
import type { Connection, HttpConnection } from "../../act/connection.ts";
import type { Answer, Exchange, Transport } from "../../act/connectors/http/transport.ts";
import type { MailDispatch, MailTransport } from "../../act/connectors/mail-transport.ts";
import { isSecret } from "../../act/secret.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { parseJson } from "../../kernel/json.ts";
import { mailAsCall, receiptFrom } from "./mail-line.ts";
import type { Incoming, OtherSide, Reaction } from "./other-side.ts";

interface Line {
  readonly connection: HttpConnection;
  readonly side: OtherSide;
  readonly address: RegExp;
}

export class Network {
  readonly problems: PraxisError[] = [];
  readonly #lines: readonly Line[];
  readonly #fakes: ReadonlyMap<Connection, OtherSide>;
  readonly #now: () => number;
  #calls = 0;
  #waiting = 0;

  constructor(fakes: ReadonlyMap<Connection, OtherSide>, now: () => number) {
    this.#fakes = fakes;
    this.#lines = [...fakes].flatMap(([connection, side]) =>
      connection.kind === "http" ? [{ connection, side, address: addressOf(baseOf(connection)) }] : [],
    );
    this.#now = now;
  }

  /** Grows with every call and every answer. */
  get activity(): number {
    return this.#calls;
  }

  /** Calls whose fake has not reacted yet. */
  get waiting(): number {
    return this.#waiting;
  }

  transportFor(isDead: () => boolean): Transport {
    return async (exchange) => {
      if (isDead()) return never();
      this.#calls += 1;
      this.#waiting += 1;
      const reaction = await this.#deliver(exchange);
      this.#waiting -= 1;
      this.#calls += 1;
      return isDead() ? never() : perceive(reaction, exchange.signal);
    };
  }

  mailFor(isDead: () => boolean): MailTransport {
    return async (dispatch) => {
      if (isDead()) return never();
      dispatch.lastMoment();
      this.#calls += 1;
      this.#waiting += 1;
      const reaction = await this.#deliverMail(dispatch);
      this.#waiting -= 1;
      this.#calls += 1;
      return isDead() ? never() : receiptFrom(reaction, dispatch);
    };
  }

  /** The value of a secret: an address of its own where it is that of a connection. */
  secretValue(name: string): string {
    const isAddress = ({ connection: { baseUrl } }: Line): boolean => isSecret(baseUrl) && baseUrl.secret === name;
    const line = this.#lines.find(isAddress);
    return line ? baseOf(line.connection) : `the value of ${name}`;
  }

  async #deliverMail(dispatch: MailDispatch): Promise<Reaction> {
    const { name } = dispatch.connection;
    const [, side] = [...this.#fakes].find(([each]) => each.name === name && each.kind !== "http") ?? [];
    if (!side) {
      return this.#problem(
        new PraxisError("no_fake", `a mail was sent from "${name}", and no mailbox of this name has a fake`, {
          next: 'Give it one: world(...).withConnection(mailbox, { "POST /mails": () => ({}) }).',
        }),
      );
    }
    try {
      return await side.receive(mailAsCall(dispatch, this.#now()));
    } catch (thrown) {
      return this.#problem(problemOf(thrown, name));
    }
  }

  async #deliver(exchange: Exchange): Promise<Reaction> {
    const url = new URL(exchange.url);
    const address = url.origin + url.pathname;
    for (const { side, address: pattern, connection } of this.#lines) {
      const match = pattern.exec(address);
      if (!match) continue;
      try {
        const account = match.length > 2 ? match[1] : undefined;
        return await side.receive(this.#incoming(exchange, url, account ?? "main", match.at(-1) || "/"));
      } catch (thrown) {
        return this.#problem(problemOf(thrown, connection.name));
      }
    }
    return this.#problem(
      new PraxisError(
        "no_fake",
        `${exchange.method} ${exchange.url} was called, and no connection with a fake is there`,
        {
          next: 'Give its connection a fake: world(...).withConnection(connection, { "POST /path": (request) => ... }).',
        },
      ),
    );
  }

  #incoming(exchange: Exchange, url: URL, account: string, path: string): Incoming {
    const body = exchange.body === null ? null : parseJson(exchange.body);
    return {
      method: exchange.method,
      path,
      query: Object.fromEntries(url.searchParams),
      headers: exchange.headers,
      body: body?.ok ? body.value : null,
      account: decodeURIComponent(account),
      now: this.#now(),
    };
  }

  #problem(problem: PraxisError): Reaction {
    this.problems.push(problem);
    return { kind: "silence" };
  }
}

/** Where the address is a secret, a made-up one stands for it. */
function baseOf({ name, baseUrl }: HttpConnection): string {
  return isSecret(baseUrl) ? `https://secret-address.example/${encodeURIComponent(name)}` : baseUrl;
}

/** Matches what `new URL` makes of the base address with any account; groups: the account (where there is one), the path. */
function addressOf(baseUrl: string): RegExp {
  const marker = "the-account";
  const base = new URL(baseUrl.replaceAll("{account}", marker)).href.replace(/\/$/, "");
  const escaped = base.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(marker, "([^/]+)").replaceAll(marker, "[^/]+")}(/.*|)$`);
}

function problemOf(thrown: unknown, connection: string): PraxisError {
  if (thrown instanceof PraxisError) {
    return new PraxisError(thrown.code, `connection "${connection}": ${thrown.message}`, { next: thrown.next });
  }
  return new PraxisError("fake_threw", `the fake of connection "${connection}" threw: ${messageOf(thrown)}`, {
    next: "Mend the fake; to answer with an error, return respond(status, body).",
    cause: thrown,
  });
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function perceive(reaction: Reaction, signal: AbortSignal): Promise<Answer> | Answer {
  switch (reaction.kind) {
    case "answer":
      return { status: reaction.status, headers: reaction.headers, body: reaction.body };
    case "reset":
      throw new CallError("ambiguous", "ECONNRESET", "the connection broke: read ECONNRESET");
    case "unreachable":
      throw new CallError("not sent", "ECONNREFUSED", "no connection: connect ECONNREFUSED");
    case "silence":
      return new Promise((_resolve, reject) => {
        const giveUp = (): void => reject(new CallError("ambiguous", "timeout", "no answer before the deadline"));
        if (signal.aborted) giveUp();
        else signal.addEventListener("abort", giveUp, { once: true });
      });
  }
}
