/**
 * Sends every request as a signed ticket to a Praxis server, plays the person at its gates, kills the server as planned, and compares what
 * became of each world. Three processes: this one, the server, the sandbox shop.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PraxisClient } from "../client/praxis-client.ts";
import { compareWorlds, type WorldResult } from "./compare.ts";
import { planDeliveries, send } from "./deliveries.ts";
import { planLives } from "./killer.ts";
import type { RetailOptions } from "./options.ts";
import { PersonAtGates } from "./person/person-at-gates.ts";
import { SeededRandom } from "./random.ts";
import { type Summary, summarise } from "./report.ts";
import { type Request, readRequests } from "./requests.ts";
import { ServerLives } from "./server-lives.ts";
import { type ServerOptions, verify } from "./server-process.ts";
import { ShopProcess } from "./shop-process.ts";
import { watchRuns } from "./watch-runs.ts";

export interface SuiteResult {
  readonly summary: Summary;
  readonly results: readonly WorldResult[];
  /** What went wrong beside the worlds: runs set aside, gates left open, a log that does not verify. */
  readonly problems: readonly string[];
  readonly folder: string | null;
}

const secret = `whsec_${Buffer.from("the retail suite's own secret").toString("base64")}`;
/** Tickets under way at once. More would only queue up at the shop, which makes "not there yet" look like "never sent" to a look-up. */
const window = 48;

export async function runSuite(options: RetailOptions, progress: (line: string) => void): Promise<SuiteResult> {
  const requests = await readRequests(resolve(options.data), options.limit);
  const folder = await mkdtemp(join(tmpdir(), "praxis-retail-"));
  await mkdir(join(folder, "shop"));
  const shop = await ShopProcess.start({
    seedFolder: resolve(options.data),
    dataFolder: join(folder, "shop"),
    logFile: join(folder, "shop.log"),
  });
  try {
    for (const { world } of requests) await shop.createWorld(world);
    await shop.setFaults(options.tier, options.faults, options.seed);
    const outcome = await play({ options, requests, shop, server: serverOptions(folder, shop, options), progress });
    const keeps = options.keep || outcome.problems.length > 0 || outcome.summary.matched < outcome.summary.requests;
    if (!keeps) await rm(folder, { recursive: true, force: true });
    return { ...outcome, folder: keeps ? folder : null };
  } finally {
    await shop.close();
  }
}

function serverOptions(folder: string, shop: ShopProcess, { tier }: RetailOptions): ServerOptions {
  return {
    folder: join(folder, "praxis"),
    logFile: join(folder, "server.log"),
    environment: {
      SHOP_URL: shop.url,
      PRAXIS_PAYMENTS_TIER: tier,
      PRAXIS_SHOP_TIMEOUT_MS: "3000",
      // T1 may repeat at any time; at T2 and T3 whoever looks too early would miss what the shop has not yet got round to.
      PRAXIS_SHOP_SETTLE_MS: tier === "T1" ? "300" : "1500",
      PRAXIS_ANCHORS: join(folder, "anchors"),
      TICKETS_SECRET: secret,
      GOODS_SECRET: secret,
    },
  };
}

interface Play {
  readonly options: RetailOptions;
  readonly requests: readonly Request[];
  readonly shop: ShopProcess;
  readonly server: ServerOptions;
  readonly progress: (line: string) => void;
}

async function play({ options, requests, shop, server, progress }: Play): Promise<Omit<SuiteResult, "folder">> {
  const startedAt = performance.now();
  const random = new SeededRandom(options.seed);
  const lives = new ServerLives(server, planLives(options.kills, random));
  const client = new PraxisClient(() => lives.address);
  const person = new PersonAtGates({ client, shop, requests, answersTwice: options.faults });
  const deliveries = planDeliveries(requests, options.faults, random);
  const watch = watchRuns({ client, person, isOver: () => sent.isDone && lives.areOver });
  const sent = { count: 0, isDone: false };
  const shownEvery = setInterval(() => {
    progress(
      `${sent.count} of ${deliveries.length} sent, ${watch.underWay} under way, ${person.answered} answers, ${lives.kills} kills (${lives.atFailpoints} at failpoints)`,
    );
  }, 500);
  try {
    const living = lives.live();
    const sending = send(deliveries, {
      client,
      secret,
      // While lives are left, each gets its share of the work.
      mayGo: (count) => watch.underWay < window && count < Math.ceil(deliveries.length * lives.share),
      accepted: () => {
        sent.count += 1;
      },
    }).then(() => {
      sent.isDone = true;
    });
    await Promise.race([Promise.all([sending, watch.finished]), living]);
    const unknownLeft = (await client.effects("status=unknown")).length;
    const problems = [...(await watch.problems()), ...(await lives.end())];
    const results = await compareWorlds(shop, requests);
    const verified = await verify(server);
    if (!verified.ok) problems.push(`praxis verify failed: ${verified.said}`);
    const { readByPerson, askedAboutUnknown } = person;
    const elapsedMs = Math.round(performance.now() - startedAt);
    const summary = summarise(results, { readByPerson, unknownLeft, askedAboutUnknown, kills: lives.kills, elapsedMs });
    return { summary, results, problems };
  } finally {
    clearInterval(shownEvery);
    await lives.end();
  }
}
