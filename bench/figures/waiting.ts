/**
 * Runs that wait: what they take in memory, and how all of them go on that are due at once, while somebody asks the server something all the time.
 *
 * Memory is that of a server after all garbage is collected, before and after its runs began to wait, and of one that is started on the same folder. SQLite's cache of pages (64 MB) fills with
 * use and is no matter of runs, so what has to be reached is the heap; the resident size stands beside it.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sleepMs } from "../children/served.ts";
import { spawnChild } from "../children/spawn-child.ts";
import { quantile } from "../peers/statistics.ts";
import { atMost, beside, type MeasureFigure, type Row } from "./figure.ts";

const megabyte = 1_000_000;
const mostMegabytes = 30;
const longestAnswerMs = 100;
const askEveryMs = 5;

const toldSchema = z.union([
  z.object({ url: z.string() }),
  z.object({ waiting: z.int() }),
  z.object({ left: z.int() }),
  z.object({ begun: z.unknown() }),
  z.object({ longestMs: z.number(), p99Ms: z.number() }),
  z.object({ rss: z.number(), heap: z.number() }),
]);

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const runs = isQuick ? 5_000 : 100_000;
  const rows: Row[] = [];
  for (const [process, kind] of [
    ["asks", "a person"],
    ["sleeps", "a timer"],
  ] as const) {
    const root = join(folder, process);
    mkdirSync(root);
    const server = new Served(root, {});
    await server.url();
    const none = await server.memory();
    const begun = performance.now();
    await server.begin(process, runs);
    say(`${runs} runs wait for ${kind}, after ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
    const waiting = await server.memory();
    await server.end();
    const started = new Served(root, {});
    await started.url();
    const fresh = await started.memory();
    await started.end();
    const name = `${runs.toLocaleString("en")} runs that wait for ${kind}`;
    rows.push(
      atMost(`heap of ${name}, above none`, (waiting.heap - none.heap) / megabyte, mostMegabytes, "MB"),
      beside(
        `resident, the same`,
        (waiting.rss - none.rss) / megabyte,
        "MB",
        "with SQLite's cache of pages, at most 64 MB",
      ),
      atMost(
        `heap of a server that starts with them, above none`,
        (fresh.heap - none.heap) / megabyte,
        mostMegabytes,
        "MB",
      ),
      beside(`resident, the same`, (fresh.rss - none.rss) / megabyte, "MB"),
    );
  }
  rows.push(...(await drain(join(folder, "sleeps"), runs, say)));
  return { rows, charts: [] };
};

/** All timers are due when the engine starts; the same server is asked before that for as long as it takes to see what the machine alone does. */
async function drain(root: string, runs: number, say: (line: string) => void): Promise<Row[]> {
  const server = new Served(root, { aheadMs: sleepMs * 2, startsLater: true });
  const url = await server.url();
  const idle = new Asking(url);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const idleMs = await idle.stop();
  const asking = new Asking(url);
  const begun = performance.now();
  await server.start();
  let left = runs;
  while (left > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    left = await server.left();
    say(`${left} of ${runs} are left`);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const tookMs = await asking.stop();
  const stalls = await server.stalls();
  await server.end();
  return [
    beside(`${runs.toLocaleString("en")} timers due at once, until all runs are done`, seconds, "s"),
    atMost(
      "longest answer of the server meanwhile",
      Math.max(...tookMs),
      longestAnswerMs,
      "ms",
      `of ${tookMs.length}; p99 ${quantile(tookMs, 0.99).toFixed(1)} ms`,
    ),
    beside(
      "longest answer of the same server before that",
      Math.max(...idleMs),
      "ms",
      `of ${idleMs.length}: what the machine alone does; p99 ${quantile(idleMs, 0.99).toFixed(1)} ms`,
    ),
    beside(
      "longest that the event loop was not free meanwhile",
      stalls.longestMs,
      "ms",
      `p99 ${stalls.p99Ms.toFixed(1)} ms`,
    ),
  ];
}

/** Asks for the state of the server and for a page of the run list, in turn, again and again. */
class Asking {
  readonly #url: string;
  readonly #tookMs: number[] = [];
  readonly #ended: Promise<void>;
  #stopped = false;

  constructor(url: string) {
    this.#url = url;
    this.#ended = this.#ask();
  }

  async #ask(): Promise<void> {
    const headers = { authorization: "Bearer bench" };
    const paths = ["/api/health", "/api/runs?limit=20"];
    for (let time = 0; !this.#stopped; time++) {
      const begun = performance.now();
      const response = await fetch(`${this.#url}${paths[time % paths.length]}`, { headers });
      await response.text();
      this.#tookMs.push(performance.now() - begun);
      if (response.status !== 200) throw new Error(`The server answered ${response.status}.`);
      await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
  }

  async stop(): Promise<number[]> {
    this.#stopped = true;
    await this.#ended;
    return this.#tookMs;
  }
}

class Served {
  readonly #child;

  constructor(root: string, options: { aheadMs?: number; startsLater?: boolean }) {
    this.#child = spawnChild("serve", [root, JSON.stringify(options)], toldSchema);
  }

  async #say<Told>(word: string | null, schema: z.ZodType<Told>): Promise<Told> {
    if (word !== null) this.#child.process.stdin.write(`${word}\n`);
    return schema.parse(await this.#child.next());
  }

  async url() {
    return (await this.#say(null, z.object({ url: z.string() }))).url;
  }

  async begin(process: string, runs: number) {
    const { waiting } = await this.#say(`begin ${process} ${runs}`, z.object({ waiting: z.int() }));
    if (waiting !== runs) throw new Error(`${waiting} of ${runs} runs wait.`);
  }

  start = () => this.#say("start", z.object({ begun: z.unknown() }));
  left = async () => (await this.#say("left", z.object({ left: z.int() }))).left;
  stalls = () => this.#say("stalls", z.object({ longestMs: z.number(), p99Ms: z.number() }));
  memory = () => this.#say("memory", z.object({ rss: z.number(), heap: z.number() }));
  end = () => this.#child.end();
}
