/**
 * Ten times the load that the server can bear, from one account, while another one sends little and people answer: who is refused, what the quiet one and the people notice, and what it takes in memory.
 *
 * The server, the loud sender and this process are three. What can be borne is measured first: runs of ten steps that are sent as webhooks, taken in and done, a second. Then the quiet account and the people alone, then the same again under ten
 * times that. The loud one does not listen: it sends at its pace whatever it is told.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { signedOrder } from "../children/signed-hook.ts";
import { type Child, spawnChild } from "../children/spawn-child.ts";
import { quantile } from "../peers/statistics.ts";
import { Connection, postAll, postBytes } from "../praxis/post-load.ts";
import { atMost, beside, type MeasureFigure } from "./figure.ts";

const megabyte = 1_000_000;
const times = 10;
const loudConnections = 256;
/** A fifth of what is so by default, for the backlog to be full for most of the time that is measured. */
const mostWaiting = 2_000;
const mostMegabytes = 50;
const quietEveryMs = 25;
const answerEveryMs = 200;

const servedSchema = z.union([
  z.object({ url: z.string(), port: z.int() }),
  z.object({ waiting: z.int() }),
  z.object({ left: z.int() }),
  z.object({ tookMs: z.array(z.number()) }),
  z.object({ rss: z.number(), heap: z.number() }),
]);
const loudSchema = z.union([
  z.object({ ready: z.int() }),
  z.object({ sent: z.int(), due: z.int(), byStatus: z.record(z.string(), z.int()) }),
]);

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const seconds = isQuick ? 8 : 30;
  const server = new Served(folder);
  const { url, port } = await server.listening();
  const asked = 2 * Math.ceil((seconds * 1_000) / answerEveryMs);
  await server.begin("asks", asked, "loud");
  const bearable = await capacity(server, port, isQuick ? 1_500 : 10_000);
  say(`it can bear ${bearable.toFixed(0)} runs/s`);

  const bare = { idle: await bareMs("idle", seconds / 2), busy: await bareMs("busy", seconds / 2) };
  const before = await server.memory();
  const idle = await notice(server, url, port, seconds);
  const perSecond = Math.ceil(bearable * times);
  const loud = spawnChild("loud", [port, perSecond, seconds + 2, loudConnections].map(String), loudSchema);
  z.object({ ready: z.int() }).parse(await loud.next());
  await sleep(1_000);
  const under = await notice(server, url, port, seconds);
  const after = await server.memory();
  const told = z
    .object({ sent: z.int(), due: z.int(), byStatus: z.record(z.string(), z.int()) })
    .parse(await loud.next());
  await loud.end();
  const begun = performance.now();
  for (let left = Number.POSITIVE_INFINITY; left > 0; await sleep(200))
    left = (await server.left()) - (asked - idle.answers - under.answers);
  const drained = (performance.now() - begun) / 1_000;
  await server.end();

  const refused = told.byStatus["429"] ?? 0;
  const accepted = told.byStatus["202"] ?? 0;
  const p95 = (tookMs: readonly number[]): number => quantile([...tookMs], 0.95);
  const ratio = (what: "acknowledgedMs" | "doneMs" | "answeredMs"): number => p95(under[what]) / p95(idle[what]);
  const bothOf = (what: "acknowledgedMs" | "doneMs" | "answeredMs"): string =>
    `${p95(under[what]).toFixed(1)} ms, ${p95(idle[what]).toFixed(1)} ms alone; of ${under[what].length}`;
  return {
    rows: [
      beside("runs of ten steps that the server can bear, sent as webhooks", bearable, "runs/s"),
      beside(
        "sent by the loud account meanwhile",
        told.sent / (seconds + 2),
        "webhooks/s",
        `${accepted} accepted, ${refused} refused with 429, ${told.due - told.sent} left out for want of a free connection; all that was accepted was done ${drained.toFixed(1)} s later`,
      ),
      atMost(
        "p95 until a webhook of the quiet account is acknowledged, over that alone",
        ratio("acknowledgedMs"),
        2,
        "times",
        bothOf("acknowledgedMs"),
      ),
      atMost("p95 until its run of ten steps is done, over that alone", ratio("doneMs"), 2, "times", bothOf("doneMs")),
      atMost(
        "p95 until what a person's answer woke is done, over that alone",
        ratio("answeredMs"),
        2,
        "times",
        bothOf("answeredMs"),
      ),
      beside(
        "p95 of a bare HTTP server that works 1 ms in each round of its event loop, over that of an idle one",
        p95(bare.busy) / p95(bare.idle),
        "times",
        `${p95(bare.busy).toFixed(1)} ms, ${p95(bare.idle).toFixed(1)} ms: what the machine makes of a process that never sleeps`,
      ),
      atMost("heap under this load, above none", (after.heap - before.heap) / megabyte, mostMegabytes, "MB"),
      beside(
        "resident, the same",
        (after.rss - before.rss) / megabyte,
        "MB",
        "with SQLite's cache of pages, at most 64 MB",
      ),
    ],
    charts: [],
  };
};

async function capacity(server: Served, port: number, count: number): Promise<number> {
  const waiting = await server.left();
  let tookMs = 0;
  for (let left = count; left > 0; left -= mostWaiting) {
    const made = Array.from({ length: Math.min(left, mostWaiting) }, () => order(port, "loud"));
    const begun = performance.now();
    const loaded = await postAll(port, made, 64);
    if (loaded.byStatus["202"] !== made.length)
      throw new Error(`Not all were accepted: ${JSON.stringify(loaded.byStatus)}`);
    while ((await server.left()) > waiting) await sleep(20);
    tookMs += performance.now() - begun;
  }
  return (count * 1_000) / tookMs;
}

function order(port: number, shop: string): Buffer {
  const { headers, body } = signedOrder(randomUUID(), shop);
  return postBytes(port, "/hooks/orders", headers, body);
}

async function bareMs(how: "idle" | "busy", seconds: number): Promise<number[]> {
  const child = spawnChild("bare-server", [how], z.object({ port: z.int() }));
  const { port } = await child.next();
  const tookMs = await sendQuietly(port, performance.now() + seconds * 1_000);
  await child.end();
  return tookMs;
}

interface Noticed {
  readonly acknowledgedMs: number[];
  readonly doneMs: number[];
  readonly answeredMs: number[];
  readonly answers: number;
}

/** What the quiet account and a person notice for so long. */
async function notice(server: Served, url: string, port: number, seconds: number): Promise<Noticed> {
  const since = Date.now();
  const until = performance.now() + seconds * 1_000;
  const [acknowledgedMs, answeredMs] = await Promise.all([sendQuietly(port, until), answerNow(url, until)]);
  await sleep(500);
  const { tookMs } = await server.took("quiet", since);
  if (tookMs.length < acknowledgedMs.length * 0.95)
    throw new Error(`Of ${acknowledgedMs.length} quiet runs only ${tookMs.length} are done.`);
  return { acknowledgedMs, doneMs: tookMs, answeredMs, answers: answeredMs.length };
}

async function sendQuietly(port: number, until: number): Promise<number[]> {
  const connection = await Connection.open(port);
  const tookMs: number[] = [];
  while (performance.now() < until) {
    const request = order(port, "quiet");
    const begun = performance.now();
    const status = await connection.post(request);
    tookMs.push(performance.now() - begun);
    if (status !== "202") throw new Error(`The quiet account was answered ${status}.`);
    await sleep(Math.max(0, quietEveryMs - (performance.now() - begun)));
  }
  connection.close();
  return tookMs;
}

const gatesSchema = z.object({ gates: z.array(z.object({ id: z.string(), run: z.string() })) });

async function answerNow(url: string, until: number): Promise<number[]> {
  const headers = { authorization: "Bearer bench" };
  const tookMs: number[] = [];
  while (performance.now() < until) {
    const listed = await fetch(`${url}/api/gates?status=open&limit=1`, { headers });
    const [gate] = gatesSchema.parse(await listed.json()).gates;
    if (!gate) break;
    const begun = performance.now();
    const body = JSON.stringify({ verdict: "answer", value: { cents: 1 } });
    const answered = await fetch(`${url}/api/gates/${gate.id}/answer`, { method: "POST", headers, body });
    if (answered.status !== 200) throw new Error(`An answer was answered ${answered.status}: ${await answered.text()}`);
    for (let status = ""; status !== "done"; ) {
      const run = await fetch(`${url}/api/runs/${gate.run}`, { headers });
      ({ status } = z.object({ status: z.string() }).parse(await run.json()));
    }
    tookMs.push(performance.now() - begun);
    await sleep(Math.max(0, answerEveryMs - (performance.now() - begun)));
  }
  return tookMs;
}

class Served {
  readonly #child: Child<z.infer<typeof servedSchema>>;

  constructor(root: string) {
    this.#child = spawnChild("serve", [root, JSON.stringify({ mostWaiting })], servedSchema);
  }

  async #say<Told>(word: string | null, schema: z.ZodType<Told>): Promise<Told> {
    if (word !== null) this.#child.process.stdin.write(`${word}\n`);
    return schema.parse(await this.#child.next());
  }

  listening = () => this.#say(null, z.object({ url: z.string(), port: z.int() }));
  begin = (process: string, runs: number, account: string) =>
    this.#say(`begin ${process} ${runs} ${account}`, z.object({ waiting: z.int() }));
  left = async () => (await this.#say("left", z.object({ left: z.int() }))).left;
  took = (account: string, since: number) =>
    this.#say(`took ${account} ${since}`, z.object({ tookMs: z.array(z.number()) }));
  memory = () => this.#say("memory", z.object({ rss: z.number(), heap: z.number() }));
  end = () => this.#child.end();
}
