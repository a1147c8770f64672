/**
 * From the start of a server's process to the first event that it acknowledges (a signed webhook, answered with 202 once it is on disk), on a log of 1,000,000 events; and on an empty one,
 * and the start of Node alone.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { signedHook } from "../children/signed-hook.ts";
import { spawnChild } from "../children/spawn-child.ts";
import { median } from "../peers/statistics.ts";
import { fillLog } from "../praxis/fill-log.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { atMost, beside, type MeasureFigure } from "./figure.ts";

const mostMs = 1_000;
const largestLog = 1_000_000;
const toldSchema = z.object({ url: z.string(), loadedAt: z.number(), openedAt: z.number(), listeningAt: z.number() });

export const measure: MeasureFigure = async ({ folder, filled, events, isQuick }, say) => {
  const size = Math.min(events, largestLog);
  const large = join(filled, "log");
  const opened = openPraxis(large);
  await fillLog(opened.log, opened.ports.newId, size, say);
  const { position } = opened.log.head();
  await opened.close();
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const found = { node: [] as number[], empty: [] as Started[], large: [] as Started[] };
  for (let time = 0; time < (isQuick ? 3 : 9); time++) {
    const begun = performance.now();
    spawnSync(process.execPath, ["-e", ""]);
    found.node.push(performance.now() - begun);
    found.empty.push(await start(empty));
    found.large.push(await start(large));
    say(`start ${time + 1}: ${found.large.at(-1)?.total.toFixed(0)} ms`);
  }
  const of = (which: "empty" | "large", part: keyof Started) => median(found[which].map((one) => one[part]));
  const parts = `${of("large", "loading").toFixed(0)} ms until the code is loaded, ${of("large", "opening").toFixed(0)} until the log is open, ${of("large", "listening").toFixed(0)} until it listens, ${of("large", "answering").toFixed(0)} until the answer`;
  const name = `cold start to the first acknowledged event, ${position.toLocaleString("en")} events`;
  return {
    rows: [
      atMost(name, of("large", "total"), mostMs, "ms", parts),
      beside("the same, empty log", of("empty", "total"), "ms"),
      beside("what the events add", of("large", "total") - of("empty", "total"), "ms"),
      beside("start and end of Node that does nothing", median(found.node), "ms"),
    ],
    charts: [],
  };
};

interface Started {
  readonly total: number;
  readonly loading: number;
  readonly opening: number;
  readonly listening: number;
  readonly answering: number;
}

async function start(root: string): Promise<Started> {
  const child = spawnChild("serve", [root], toldSchema);
  const { url, loadedAt, openedAt, listeningAt } = await child.next();
  const { body, headers } = signedHook(`cold-${Date.now()}`);
  const response = await fetch(`${url}/hooks/shop`, { method: "POST", headers, body });
  const answeredAt = Date.now();
  if (response.status !== 202) throw new Error(`The webhook was answered with ${response.status}.`);
  await child.end();
  return {
    total: answeredAt - child.spawnedAt,
    loading: loadedAt - child.spawnedAt,
    opening: openedAt - loadedAt,
    listening: listeningAt - openedAt,
    answering: answeredAt - listeningAt,
  };
}
