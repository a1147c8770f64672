/** A server over a log of the test's choosing, on a free port, with a clock that the test turns. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { type AssembleOptions, assemble, type Praxis, projections } from "../../assembly/assemble.ts";
import type { Definition } from "../../assembly/definitions.ts";
import { knowsKind } from "../../assembly/event-kinds.ts";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import { noFailpoints } from "../../kernel/failpoints.ts";
import { idSource } from "../../kernel/ids.ts";
import type { Ports } from "../../kernel/ports.ts";
import { SystemRandom } from "../../kernel/random.ts";
import type { EventLog, Projection } from "../../log/event-log.ts";
import type { KnowsKind } from "../../log/sqlite/event-kinds.ts";
import { createServer } from "../create-server.ts";
import { listen } from "../listen.ts";
import type { ServerOptions } from "../server-options.ts";
import { Called } from "./called.ts";
import { FakePayments, sampleShop, sourceSecret, type Ticket } from "./sample-shop.ts";

export const localToken = "test-local-token";
/** 12 March 2026, 14:03 UTC. */
export const startOfTest = Date.UTC(2026, 2, 12, 14, 3);

export interface TurnedClock extends Clock {
  turn(ms: number): void;
}

export function turnedClock(): TurnedClock {
  let turnedMs = 0;
  return {
    now: () => startOfTest + turnedMs,
    monotonicMs: () => systemClock.monotonicMs() + turnedMs,
    after: systemClock.after,
    turn: (ms) => {
      turnedMs += ms;
    },
  };
}

export type OpenLog = (options: { ports: Ports; projections: readonly Projection[]; knows: KnowsKind }) => EventLog;

export interface TestServer extends AsyncDisposable {
  readonly praxis: Praxis;
  readonly payments: FakePayments;
  readonly clock: TurnedClock;
  readonly url: string;
  readonly reports: string[];
  /** As the app has registered them. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** A request with the local token unless the headers say otherwise. The body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Called>;
  /** A webhook, signed as Standard Webhooks says unless headers are given. */
  hook(source: string, body: string, options?: HookOptions): Promise<Called>;
}

export interface HookOptions {
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param more parts that are not made here, and definitions beside the sample shop's */
export async function openTestServer(
  openLog: OpenLog,
  options: Partial<ServerOptions> = {},
  more: Pick<AssembleOptions, "mail" | "eraseMail" | "mostLive" | "mostWaiting"> & {
    readonly definitions?: readonly Definition[];
  } = {},
): Promise<TestServer> {
  const clock = turnedClock();
  const random = new SystemRandom();
  const ports: Ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
  const payments = new FakePayments();
  const reports: string[] = [];
  const praxis = assemble({
    log: openLog({ ports, projections, knows: knowsKind }),
    ports,
    transport: payments.transport,
    secrets: { value: (name) => (name === "HOOK_SECRET" ? sourceSecret : undefined) },
    report: (message) => reports.push(message),
    ...(more.mostLive === undefined ? {} : { mostLive: more.mostLive }),
    ...(more.mostWaiting === undefined ? {} : { mostWaiting: more.mostWaiting }),
    ...(more.mail ? { mail: more.mail } : {}),
    ...(more.eraseMail ? { eraseMail: more.eraseMail } : {}),
  });
  praxis.load([...sampleShop, ...(more.definitions ?? [])]);
  praxis.start();
  const report = (message: string): void => void reports.push(message);
  const app = createServer(praxis, { version: "0.0.0-test", localToken, report, ...options });
  const listening = await listen(app, { port: 0 });
  const send = async (path: string, init: RequestInit): Promise<Called> =>
    Called.from(await fetch(`${listening.url}${path}`, init));
  return {
    praxis,
    payments,
    clock,
    url: listening.url,
    reports,
    routes: app.routes,
    call: (method, path, body, headers = { authorization: `Bearer ${localToken}` }) =>
      send(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    hook: (source, body, { id = "msg_1", headers } = {}) =>
      send(`/hooks/${source}`, { method: "POST", body, headers: headers ?? sign(body, id, clock.now()) }),
    async [Symbol.asyncDispose]() {
      await listening.close(0);
      praxis.stop();
      praxis.log.close();
    },
  };
}

/** Written from the specification, apart from the code under test. */
export function sign(body: string, id: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const key = Buffer.from(sourceSecret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

export function ticketBody(ticket: Partial<Ticket> = {}): string {
  return JSON.stringify({ order: "#1", amountCents: 4_320, text: "The mug came broken, money back please", ...ticket });
}

/** Waits until `look` gives something. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => void systemClock.after(5, resolve));
  }
  assert.fail("what was waited for did not come");
}

/** Waits until a run is in one of these states. */
export function runWith(server: TestServer, id: string, ...statuses: readonly string[]): Promise<Called> {
  return until(async () => {
    const detail = await server.call("GET", `/api/runs/${id}`);
    return statuses.includes(detail.text("status")) ? detail : undefined;
  });
}
