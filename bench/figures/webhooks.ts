/**
 * Signed webhooks that are acknowledged a second (signature checked, deduplicated, on disk), over 64 connections that are kept, beside the same HTTP server without any work. The load comes from
 * this process, the servers are processes of their own, and take turns.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { signedHook } from "../children/signed-hook.ts";
import { spawnChild } from "../children/spawn-child.ts";
import { median, quantile } from "../peers/statistics.ts";
import { type Loaded, postAll, postBytes } from "../praxis/post-load.ts";
import { atLeast, atMost, beside, type MeasureFigure } from "./figure.ts";

const connections = 64;
/** Until then the code is compiled again and again. */
const warmRequests = 10_000;
const ofBareServer = 0.5;
const longestP99Ms = 25;
const toldSchema = z.union([z.object({ port: z.int() }), z.object({ cpuUs: z.number() })]);
const listeningSchema = z.object({ port: z.int() });
const usedSchema = z.object({ cpuUs: z.number() });

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const servers = {
    praxis: spawnChild("serve", [folder], toldSchema),
    bare: spawnChild("bare-server", [], toldSchema),
  };
  const portOf = async (which: "praxis" | "bare") => listeningSchema.parse(await servers[which].next()).port;
  const ports = { praxis: await portOf("praxis"), bare: await portOf("bare") };
  const cpuOf = async (which: "praxis" | "bare"): Promise<number> => {
    servers[which].process.stdin.write("cpu\n");
    return usedSchema.parse(await servers[which].next()).cpuUs;
  };
  const requests = isQuick ? 2_000 : 20_000;
  const post = async (which: "praxis" | "bare", count: number): Promise<Loaded> => {
    const made = Array.from({ length: count }, () => {
      const { headers, body } = signedHook(randomUUID());
      return postBytes(ports[which], "/hooks/shop", headers, body);
    });
    const loaded = await postAll(ports[which], made, connections);
    if (loaded.byStatus["202"] !== count)
      throw new Error(`Not all webhooks were accepted: ${JSON.stringify(loaded.byStatus)}`);
    return loaded;
  };
  for (const which of ["praxis", "bare"] as const) await post(which, warmRequests);
  const before = { praxis: await cpuOf("praxis"), bare: await cpuOf("bare") };
  const found: Record<"praxis" | "bare", Loaded[]> = { praxis: [], bare: [] };
  const ratios: number[] = [];
  for (let round = 0; round < (isQuick ? 5 : 11); round++) {
    for (const which of round % 2 === 0 ? (["praxis", "bare"] as const) : (["bare", "praxis"] as const))
      found[which].push(await post(which, requests));
    ratios.push((found.praxis.at(-1)?.perSecond ?? 0) / (found.bare.at(-1)?.perSecond ?? 1));
    say(`round ${round + 1}: ${ratios.at(-1)?.toFixed(2)} of the bare server`);
  }
  const cpuUs = async (which: "praxis" | "bare") => ((await cpuOf(which)) - before[which]) / (ratios.length * requests);
  const used = { praxis: await cpuUs("praxis"), bare: await cpuUs("bare") };
  await servers.praxis.end();
  await servers.bare.end();
  const rate = (which: "praxis" | "bare") => median(found[which].map(({ perSecond }) => perSecond));
  const p99 = (which: "praxis" | "bare") => median(found[which].map(({ tookMs }) => quantile(tookMs, 0.99)));
  const spread = `median of ${ratios.length} rounds, from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return {
    rows: [
      beside("signed webhooks acknowledged, 64 connections", rate("praxis"), "webhooks/s"),
      beside("bare HTTP server, the same requests", rate("bare"), "requests/s"),
      atLeast("webhooks acknowledged over the bare server's answers", median(ratios), ofBareServer, "times", spread),
      beside(
        "processor time of the bare server over Praxis's",
        used.bare / used.praxis,
        "times",
        `${used.praxis.toFixed(0)} microseconds a webhook, ${used.bare.toFixed(0)} a bare request`,
      ),
      atMost("p99 of a webhook", p99("praxis"), longestP99Ms, "ms", `bare server: ${p99("bare").toFixed(1)} ms`),
    ],
    charts: [
      {
        file: "webhooks",
        title: "How many signed webhooks are acknowledged a second?",
        unit: "requests/s",
        kind: "bars",
        xTitle: "",
        series: [
          {
            name: "acknowledged",
            points: [
              { x: "Praxis: verified, deduplicated, on disk", y: rate("praxis") },
              { x: "bare HTTP server, no work", y: rate("bare") },
            ],
          },
        ],
      },
    ],
  };
};
