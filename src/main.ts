/**
 * The composition root: the one place that names the SQLite dialect, a port number, the HTTP transport, the environment's secrets and the clock.
 *
 * Invariants: whoever opens a folder beats once a second, and finds out within a second that another server has taken over; the head that is
 * on disk is anchored about once a second and at the end; a restore is on record before anything is done (E7); after a disk error nothing
 * more is acknowledged.
 */
import { existsSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { httpTransport } from "./act/connectors/http/transport.ts";
import { environmentSecrets } from "./act/secret.ts";
import { assemble, type Praxis, projections } from "./assembly/assemble.ts";
import { codeDigest } from "./assembly/code-digest.ts";
import { type Definition, isDefinition } from "./assembly/definitions.ts";
import { exitCodeOf } from "./cli/exit-codes.ts";
import type { CliHost, OpenedPraxis, OpenOptions, Served } from "./cli/host.ts";
import { runCli } from "./cli/run-cli.ts";
import { failpointsFrom, readSwitches } from "./cli/serve/environment.ts";
import { forgetSubject } from "./engine/operations.ts";
import { startWatchdog } from "./engine/watchdog.ts";
import { systemClock } from "./kernel/clock.ts";
import { messageOf, PraxisError } from "./kernel/errors.ts";
import { idSource } from "./kernel/ids.ts";
import type { Ports } from "./kernel/ports.ts";
import { SystemRandom } from "./kernel/random.ts";
import { defaultAnchorFolder } from "./log/anchors.ts";
import { backUp, restore } from "./log/sqlite/backup.ts";
import { inspectFolder } from "./log/sqlite/inspect.ts";
import { type OpenedLog, openLog, type Restored } from "./log/sqlite/open-log.ts";
import { takeOwnership } from "./log/sqlite/ownership.ts";
import { verifyFolder } from "./log/sqlite/verify.ts";
import { createServer } from "./server/create-server.ts";
import { listen } from "./server/listen.ts";

const defaultPort = 4400;
const beatEveryMs = 1_000;
/** Shorter than the silence after which a server is taken over, for a turn that does not end keeps it from beating. */
const turnLimits = { limitMs: 5_000, limitBytes: 1_500_000_000 };

const switches = readSwitches(process.env);
const anchorFolder = defaultAnchorFolder();
const random = new SystemRandom();
const ports: Ports = {
  clock: systemClock,
  random,
  newId: idSource(systemClock, random),
  failpoints: failpointsFrom(process.env.PRAXIS_FAILPOINTS),
};
const { version } = z.object({ version: z.string() }).parse(createRequire(import.meta.url)("praxis/package.json"));

const host: CliHost = {
  version,
  defaultPort,
  program: { main: fileURLToPath(import.meta.url), flags: process.execArgv },
  openPack,
  open,
  verify: (folder, progress) => verifyFolder(resolve(folder), anchorFolder, progress),
  backUp: (folder, target, progress) => backUp(resolve(folder), resolve(target), new Date(), progress),
  restore(source, folder) {
    // Whoever is at work on the folder must not have it moved away underneath.
    if (existsSync(folder)) takeOwnership(folder, { now: systemClock.now }).release();
    const { manifest, movedTo } = restore(resolve(source), resolve(folder), new Date());
    return { backup: manifest, movedTo };
  },
  inspect: (folder) => inspectFolder(folder, anchorFolder),
};

async function open(options: OpenOptions): Promise<OpenedPraxis> {
  const opened = openLog({
    folder: options.folder,
    anchorFolder,
    ports,
    projections,
    fatal: endAtOnce,
    progress: ({ projection, done, total }) => options.progress(`building ${projection}: ${done} of ${total}`),
    ...(switches.takeOverAfterMs === undefined ? {} : { takeOverAfterMs: switches.takeOverAfterMs }),
  });
  const watchdog = startWatchdog({
    limitMs: switches.turnLimitMs ?? turnLimits.limitMs,
    limitBytes: switches.turnLimitBytes ?? turnLimits.limitBytes,
  });
  let served: Served | null = null;
  try {
    served = await options.serve();
    const praxis = assemble({
      log: opened.log,
      ports,
      transport: httpTransport,
      secrets: environmentSecrets({ ...process.env, ...served.environment }),
      watch: watchdog,
    });
    for (const file of served.definitions) praxis.load(file.definitions, file.codeDigest);
    return await bringUp(options, opened, praxis, served, watchdog.stop);
  } catch (thrown) {
    await served?.close();
    await watchdog.stop();
    opened.log.close();
    opened.ownership.release();
    throw thrown;
  }
}

async function bringUp(
  options: OpenOptions,
  opened: OpenedLog,
  praxis: Praxis,
  served: Served,
  stopWatchdog: () => Promise<void>,
): Promise<OpenedPraxis> {
  const { log, ownership, anchors } = opened;
  const folder = resolve(options.folder);
  const restored = opened.restored ? await recordRestored(opened, opened.restored, praxis, folder) : null;
  const anchor = anchoring(
    () => log.durableHead(),
    (head) => anchors.write("head", head, ports.clock.now(), folder),
  );
  anchor();
  const beat = setInterval(() => {
    // An empty write asks whether the folder is still ours, and ends this process where it is not (K2).
    log.write(() => undefined);
    ownership.beat();
    anchor();
  }, beatEveryMs);
  const app = createServer(praxis, { version, localToken: options.token, allowedHosts: options.allowedHosts });
  return {
    served,
    restored,
    request: async (request) => app.request(request),
    listen: (address) => listen(app, address),
    start: () => praxis.start({ predecessorIsDead: ownership.predecessorIsDead }),
    quiet: (atMostMs) => quiet(praxis, atMostMs),
    forget: (subject, by, why) => forgetSubject(praxis.engine, subject, { principal: `person:${by}`, why }),
    async close() {
      clearInterval(beat);
      praxis.stop();
      await log.whenDurable().catch(() => undefined);
      anchor();
      log.close();
      ownership.release();
      await stopWatchdog();
      await served.close();
    },
  };
}

/** Reconciling goes on record first, then the anchor: a crash in between finds the same again. */
async function recordRestored(opened: OpenedLog, found: Restored, praxis: Praxis, folder: string): Promise<string> {
  const { log, anchors } = opened;
  const head = log.head();
  const since = log.readAll(head.position, 1)[0]?.at ?? 0;
  const what =
    found.why === "a copy of another folder"
      ? `this folder is a copy of ${found.anchor.folder}, or was moved from there`
      : found.why === "another history"
        ? `this folder holds another history than was anchored at event ${found.anchor.position}`
        : `this folder ends at event ${found.position}, but event ${found.anchor.position} was anchored: an older state was put back`;
  await praxis.settings.startReconciling(since, { by: "system", why: what });
  anchors.write("restored", head, ports.clock.now(), folder);
  return `${what}.\nEffects are reconciled: what may have been done since ${new Date(since).toISOString()} is looked up or asked before it is done again.\nWhen all is settled: praxis config reconciled --why "..."`;
}

/** Writes an anchor where the head has moved. Where it cannot, it says so once and goes on: the log itself is whole. */
function anchoring(
  head: () => { position: number; hash: string },
  write: (head: { position: number; hash: string }) => void,
): () => void {
  let last = "";
  let isFailing = false;
  return () => {
    const now = head();
    if (now.hash === last) return;
    try {
      write(now);
      last = now.hash;
      isFailing = false;
    } catch (thrown) {
      if (!isFailing)
        process.stderr.write(`praxis: the head cannot be anchored in ${anchorFolder}: ${messageOf(thrown)}\n`);
      isFailing = true;
    }
  };
}

async function quiet(praxis: Praxis, atMostMs: number): Promise<boolean> {
  const givenUpAt = ports.clock.monotonicMs() + atMostMs;
  let calm = 0;
  while (calm < 3 && ports.clock.monotonicMs() < givenUpAt) {
    calm = praxis.engine.liveCount === 0 && praxis.worker.busy === 0 ? calm + 1 : 0;
    await new Promise<void>((settle) => void ports.clock.after(10, settle));
  }
  await praxis.log.whenDurable();
  return calm === 3;
}

function endAtOnce(error: PraxisError): void {
  const cause = error.cause === undefined ? "" : ` (${messageOf(error.cause)})`;
  writeSync(2, `praxis: ${error.message}${cause}\n${error.next}\n`);
  process.exit(exitCodeOf(error.code));
}

/** The pack is loaded by its name, as a user's file is: this program does not depend on it. */
async function openPack(folder: string): Promise<Served> {
  const name: string = "praxis/customer-ops";
  const packSchema = z.object({
    openCustomerOps: z.custom<(options: { dataFolder: string }) => unknown>((it) => typeof it === "function"),
  });
  const openedSchema = z.object({
    definitions: z.array(z.custom<Definition>(isDefinition)),
    environment: z.record(z.string(), z.string()),
    close: z.custom<() => unknown>((it) => typeof it === "function"),
  });
  let entry: string;
  let pack: z.infer<typeof packSchema>;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
    pack = packSchema.parse(await import(name));
  } catch (thrown) {
    throw new PraxisError("no_pack", `no path was named, and the pack ${name} cannot be loaded: ${messageOf(thrown)}`, {
      next: "Name a file or folder of processes: `praxis start ./processes`.",
      disposition: "pause",
      cause: thrown,
    });
  }
  const opened = openedSchema.parse(await pack.openCustomerOps({ dataFolder: resolve(folder) }));
  return {
    definitions: [{ codeDigest: codeDigest(entry), definitions: opened.definitions }],
    environment: opened.environment,
    what: "the customer-ops pack with its sandbox shop",
    close: async () => void (await opened.close()),
  };
}

const code = await runCli(process.argv.slice(2), host);
process.stdout.write("", () => process.exit(code));
