/**
 * The composition root: the one place that names the SQLite dialect, a port number, the HTTP transport, the environment's secrets and the clock.
 *
 * Invariants: whoever opens a folder beats once a second, and finds out within a second that another server has taken over; the head that is
 * on disk is anchored about once a second and at the end; a restore is on record before anything is done (E7); after a disk error nothing
 * more is acknowledged.
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { getHeapStatistics } from "node:v8";
import { z } from "zod";
import { httpTransport } from "./act/connectors/http/transport.ts";
import { mailTransport } from "./act/connectors/mail-transport.ts";
import { eraseFromOutbox, outboxTransport } from "./act/connectors/outbox/outbox-transport.ts";
import { smtpTransport } from "./act/connectors/smtp/smtp-transport.ts";
import { environmentSecrets } from "./act/secret.ts";
import { assemble, type Praxis, projections } from "./assembly/assemble.ts";
import { knowsKind } from "./assembly/event-kinds.ts";
import { keepCode } from "./assembly/kept-code.ts";
import { exitCodeOf } from "./cli/exit-codes.ts";
import type { CliHost, OpenedPraxis, OpenOptions, Served } from "./cli/host.ts";
import { runCli } from "./cli/run-cli.ts";
import { anchoring } from "./cli/serve/anchoring.ts";
import { comeToRest } from "./cli/serve/come-to-rest.ts";
import { failpointsFrom, readSwitches, type Switches } from "./cli/serve/environment.ts";
import { browserUrl } from "./cli/serve/login-link.ts";
import { openNotices } from "./cli/serve/open-notices.ts";
import { openPack } from "./cli/serve/open-pack.ts";
import { setRunAside } from "./engine/operations.ts";
import { readStuckNote, startWatchdog } from "./engine/turns/watchdog.ts";
import { systemClock } from "./kernel/clock.ts";
import { messageOf, PraxisError } from "./kernel/errors.ts";
import { idSource } from "./kernel/ids.ts";
import type { Ports } from "./kernel/ports.ts";
import { SystemRandom } from "./kernel/random.ts";
import { defaultAnchorFolder } from "./log/anchors.ts";
import type { Head } from "./log/event-log.ts";
import { rewriteFile } from "./log/sqlite/archive/rewrite-file.ts";
import { backUp, forgetRestoreMark, restore } from "./log/sqlite/backup.ts";
import { inspectFolder } from "./log/sqlite/inspect.ts";
import { type OpenedLog, openLog, type Restored } from "./log/sqlite/open-log.ts";
import { refuseHeldFolder } from "./log/sqlite/ownership.ts";
import { verifyFolder } from "./log/sqlite/verify.ts";
import { createServer } from "./server/create-server.ts";
import { listen } from "./server/listen.ts";

const defaultPort = 4400;
const beatEveryMs = 1_000;
/**
 * Time: shorter than the silence after which a server is taken over, for a turn that does not end keeps it from beating. Memory: what grows
 * without an end fills the heap at about 1 GB a second, and must be noted before it is full.
 */
const turnLimits = {
  limitMs: 5_000,
  limitBytes: Math.min(1_500_000_000, getHeapStatistics().heap_size_limit / 3),
  lastResortMs: 1_000,
};

const stuckReason = "the process did not give control back, could not be interrupted, and made the server end itself";
const stuckNext = "Mend the loop it is in, then `praxis retry` the run; all that it did before is kept.";

const switches = switchesOrEnd();
/** For links to the console, where the environment does not say how people reach it. */
let listeningAt = `http://127.0.0.1:${defaultPort}`;
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
  openPack: (folder) => openPack("praxis/customer-ops", folder),
  open,
  verify: (folder, progress) => verifyFolder(resolve(folder), anchorFolder, progress, projections, knowsKind),
  backUp: (folder, target, progress) => backUp(resolve(folder), resolve(target), new Date(), progress),
  restore(source, folder) {
    // Whoever is at work on the folder, or only stopped, must not have it moved away underneath.
    refuseHeldFolder(resolve(folder));
    const { manifest, movedTo } = restore(resolve(source), resolve(folder), new Date());
    return { backup: manifest, movedTo };
  },
  inspect: (folder) => inspectFolder(folder, anchorFolder),
  rewrite: (folder) => rewriteFile(resolve(folder), Date.now),
};

async function open(options: OpenOptions): Promise<OpenedPraxis> {
  const opened = openLog({
    folder: options.folder,
    anchorFolder,
    ports,
    projections,
    knows: knowsKind,
    fatal: endAtOnce,
    progress: ({ done, total }) => options.progress(`building the tables again: ${done} of ${total} events`),
    ...(switches.takeOverAfterMs === undefined ? {} : { takeOverAfterMs: switches.takeOverAfterMs }),
  });
  const noteFile = join(resolve(options.folder), "stuck.json");
  const watchdog = startWatchdog({
    ...turnLimits,
    ...(switches.turnLimitMs === undefined ? {} : { limitMs: switches.turnLimitMs }),
    ...(switches.turnLimitBytes === undefined ? {} : { limitBytes: switches.turnLimitBytes }),
    noteFile,
  });
  let served: Served | null = null;
  try {
    served = await options.serve();
    const praxis = assemble({
      log: opened.log,
      ports,
      transport: httpTransport,
      mail: mailTransport({ smtp: smtpTransport, outbox: outboxTransport(ports) }),
      eraseMail: eraseFromOutbox,
      secrets: environmentSecrets({ ...process.env, ...served.environment }),
      watch: watchdog,
      looksOutside: true,
      ...(switches.mostWaiting === undefined ? {} : { mostWaiting: switches.mostWaiting }),
    });
    const notices = await openNotices(served, {
      dataFolder: resolve(options.folder),
      environment: process.env,
      url: () => listeningAt,
      // The pack that comes along is what newcomers see.
      byDefault: served.demo !== null,
    });
    for (const file of [...served.definitions, ...notices]) praxis.load(file.definitions, file.codeDigest);
    // A command that only reads loads nothing, and must not take that for all there is.
    if (served.definitions.length > 0)
      await keepCode(join(resolve(options.folder), "code"), served.definitions, praxis);
    const stuck = readStuckNote(noteFile);
    if (stuck !== null) setRunAside(praxis.engine, stuck, stuckReason, stuckNext);
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
  const write = (head: Head): void => anchors.write("head", head, ports.clock.now(), folder);
  const anchor = anchoring(() => log.durableHead(), write, options.progress);
  anchor();
  const beat = setInterval(() => {
    try {
      // An empty write asks whether the folder is still ours, and ends this process where it is not (K2).
      log.write(() => undefined);
      ownership.beat();
    } catch {
      // The database is locked for a moment: without a beat this process counts as stopped, which it is; the next beat asks again.
      return;
    }
    anchor();
  }, beatEveryMs);
  const app = createServer(praxis, {
    version,
    localToken: options.token,
    allowedHosts: options.allowedHosts,
    ...(switches.mostInHand === undefined ? {} : { mostInHand: switches.mostInHand }),
  });
  return {
    served,
    restored,
    request: async (request) => app.request(request),
    async listen(address) {
      const listening = await listen(app, address);
      listeningAt = browserUrl(listening.url);
      return listening;
    },
    start: () => praxis.start(),
    quiet: (atMostMs) => comeToRest(praxis, atMostMs),
    async close() {
      clearInterval(beat);
      await praxis.runner.stop();
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
  const what = describeRestored(found);
  await praxis.settings.startReconciling(since, { by: "system", why: what });
  anchors.write("restored", head, ports.clock.now(), folder);
  forgetRestoreMark(folder);
  return `${what}.\nEffects are reconciled: what may have been done since ${new Date(since).toISOString()} is looked up or asked before it is done again.\nWhen all is settled: praxis config reconciled --why "..."`;
}

function describeRestored({ why, anchor, position }: Restored): string {
  if (why === "put back from a backup" || !anchor) return `a backup was put back, which ends at event ${position}`;
  if (why === "a copy of another folder") return `this folder is a copy of ${anchor.folder}, or was moved from there`;
  if (why === "another history")
    return `this folder holds another history than was anchored at event ${anchor.position}`;
  return `this folder is an older state: it ends at event ${position}; event ${anchor.position} was anchored, at start ${anchor.epoch}`;
}

function switchesOrEnd(): Switches {
  try {
    return readSwitches(process.env);
  } catch (thrown) {
    if (thrown instanceof PraxisError) endAtOnce(thrown);
    throw thrown;
  }
}

function endAtOnce(error: PraxisError): void {
  const cause = error.cause === undefined ? "" : ` (${messageOf(error.cause)})`;
  writeSync(2, `praxis: ${error.message}${cause}\n${error.next}\n`);
  process.exit(exitCodeOf(error.code));
}

const code = await runCli(process.argv.slice(2), host);
process.stdout.write("", () => process.exit(code));
