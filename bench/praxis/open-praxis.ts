/**
 * Praxis on a folder as the server has it: the log on disk, the watchdog, all projections, the heartbeat of its owner. No pack is loaded, and nothing is sent.
 *
 * Boundary: composes what there is; a figure loads its own processes. `openedAt` lets a process live at another time.
 */
import { join } from "node:path";
import { type AssembleOptions, assemble, type Praxis, projections } from "../../src/assembly/assemble.ts";
import { anchoring } from "../../src/cli/serve/anchoring.ts";
import { startWatchdog } from "../../src/engine/turns/watchdog.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { noFailpoints } from "../../src/kernel/failpoints.ts";
import { idSource } from "../../src/kernel/ids.ts";
import type { Ports } from "../../src/kernel/ports.ts";
import { SystemRandom } from "../../src/kernel/random.ts";
import { openLog } from "../../src/log/sqlite/open-log.ts";
import type { SqliteLog } from "../../src/log/sqlite/sqlite-log.ts";

const beatEveryMs = 1_000;

export interface OpenedBench {
  readonly praxis: Praxis;
  readonly log: SqliteLog;
  readonly ports: Ports;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly durability?: AssembleOptions["durability"];
  readonly mostWaiting?: number;
  /** How far ahead its clock is. */
  readonly aheadMs?: number;
  /** By the name of a secret. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** @param root an empty folder, or one that was opened before */
export function openPraxis(root: string, options: BenchOptions = {}): OpenedBench {
  const { aheadMs = 0, durability = "before out", mostWaiting = 10_000, secrets = {} } = options;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const random = new SystemRandom();
  const ports: Ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
  const folder = join(root, "data");
  const fatal = (error: Error): never => {
    throw error;
  };
  const opened = openLog({ folder, anchorFolder: join(root, "anchors"), ports, projections, fatal });
  const { log, ownership, anchors } = opened;
  const watch = startWatchdog({ limitMs: 5_000, limitBytes: 1e9, lastResortMs: 1_000 });
  const transport = () => Promise.reject(new Error("nothing is sent"));
  const store = { value: (name: string) => secrets[name] };
  const praxis = assemble({ log, ports, transport, secrets: store, watch, durability, mostWaiting });
  const writeAnchor = (head: ReturnType<typeof log.head>) => anchors.write("head", head, clock.now(), folder);
  const anchor = anchoring(() => log.durableHead(), writeAnchor, console.error);
  anchor();
  const beat = setInterval(() => {
    log.write(() => undefined);
    ownership.beat();
    anchor();
  }, beatEveryMs);
  return {
    praxis,
    log,
    ports,
    async close() {
      clearInterval(beat);
      praxis.stop();
      await log.whenDurable();
      anchor();
      log.close();
      ownership.release();
      await watch.stop();
    },
  };
}
