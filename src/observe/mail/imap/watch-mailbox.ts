/**
 * Keeps a connection to a mailbox: connects, takes what is new, waits for the server's word that something came (IDLE), and connects anew after a
 * failure, later each time.
 *
 * Invariants: a failure is told and never ends the server; a refused password is tried again rarely, for providers lock accounts; a password never
 * goes to another machine without encryption.
 */
import type { ImapFlow } from "imapflow";
import { reveal } from "../../../act/secret.ts";
import { messageOf, PraxisError } from "../../../kernel/errors.ts";
import type { Running, Trouble, WatchDeps } from "../../running.ts";
import type { ImapMailbox } from "./imap-mailbox.ts";
import { takeNewMails } from "./read-mailbox.ts";

const firstPauseMs = 1_000;
const longestPauseMs = 5 * 60_000;
/** Servers forget to tell, and lines break without a word. */
const lookAtLeastEveryMs = 5 * 60_000;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

export class MailboxWatch implements Running {
  readonly #deps: WatchDeps;
  readonly #source: ImapMailbox;
  #isStopped = false;
  #client: ImapFlow | null = null;
  #failures = 0;
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: WatchDeps, source: ImapMailbox) {
    this.#deps = deps;
    this.#source = source;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    this.#client?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const pauseMs = await this.#connection();
      if (!this.#isStopped) await this.#pause(pauseMs);
    }
  }

  /** One connection, to its end. @returns how long to wait before the next one. */
  async #connection(): Promise<number> {
    const { tell } = this.#deps;
    const { name } = this.#source;
    try {
      await this.#serve();
      return this.#nextPause(false);
    } catch (thrown) {
      if (this.#isStopped) return 0;
      const isRefused =
        thrown instanceof Error && "authenticationFailed" in thrown && thrown.authenticationFailed === true;
      tell(name, isRefused ? this.#refused() : this.#unreadable(thrown));
      return this.#nextPause(isRefused);
    } finally {
      this.#client?.close();
      this.#client = null;
    }
  }

  #refused(): Trouble {
    const { user, password } = this.#source;
    return {
      why: "the server refused the user or the password",
      remedy: `Set the right password for ${user} in the environment variable ${password.secret} and start Praxis again; some providers want one made for programs.`,
    };
  }

  #unreadable(thrown: unknown): Trouble {
    const { host, mailbox } = this.#source;
    const remedy =
      thrown instanceof PraxisError
        ? thrown.next
        : `See whether ${host} can be reached from here, and has a mailbox ${mailbox}; it is tried again by itself, within five minutes. No mail is lost: it stays there.`;
    return { why: `the mailbox cannot be read: ${explain(thrown)}`, remedy };
  }

  #nextPause(isRefused: boolean): number {
    const { random } = this.#deps.engine.ports;
    const pauseMs = isRefused ? longestPauseMs : Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs);
    this.#failures = Math.min(this.#failures + 1, 16);
    return pauseMs * (0.5 + random.next() / 2);
  }

  async #serve(): Promise<void> {
    const { name, mailbox } = this.#source;
    const client = await this.#connect();
    await client.mailboxOpen(mailbox);
    let told = 0;
    client.on("exists", () => {
      told += 1;
      this.#wake();
    });
    while (!this.#isStopped && client.usable) {
      const before = told;
      await takeNewMails(client, this.#deps, this.#source, () => this.#isStopped);
      this.#failures = 0;
      this.#deps.tell(name, null);
      if (told !== before) continue;
      // It ends with the next command; what breaks meanwhile shows there.
      client.idle().catch(() => undefined);
      await this.#pause(lookAtLeastEveryMs);
    }
  }

  async #connect(): Promise<ImapFlow> {
    const { host, port, secure, user, password } = this.#source;
    const pass = reveal(this.#deps.secrets, password);
    // Loaded where a mailbox is: a server without one starts faster.
    const { ImapFlow } = await import("imapflow");
    const client = new ImapFlow({
      host,
      ...(port === null ? {} : { port }),
      secure,
      auth: { user, pass },
      logger: false,
      ...(secure || loopback.test(host) ? {} : { doSTARTTLS: true }),
    });
    this.#client = client;
    client.on("error", () => this.#wake());
    client.on("close", () => this.#wake());
    await client.connect();
    return client;
  }

  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    // Nobody wakes it any more.
    if (this.#isStopped) return Promise.resolve();
    const cancel = this.#deps.engine.ports.clock.after(ms, resolve);
    this.#wake = () => {
      cancel();
      resolve();
    };
    return promise;
  }
}

/** The library says little in its message where the server said more. */
function explain(thrown: unknown): string {
  const said =
    thrown instanceof Error && "responseText" in thrown && typeof thrown.responseText === "string"
      ? ` (${thrown.responseText})`
      : "";
  return `${messageOf(thrown)}${said}`;
}
