/** What a step takes on disk: the growth of the data folder over many runs of ten steps, settled; after VACUUM; and once all of them are archived. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { compactStep } from "../../src/assembly/compact.ts";
import { tenSteps } from "../engines/ten-steps.ts";
import { runConcurrently, stepsPerRun } from "../peers/engine.ts";
import { folderBytes } from "../peers/engines/folder-bytes.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { RunEnds } from "../praxis/run-ends.ts";
import { beside, type MeasureFigure } from "./figure.ts";

const parts = z.array(z.object({ name: z.string(), bytes: z.number() }));

export const measure: MeasureFigure = async ({ folder, isQuick }) => {
  const runs = isQuick ? 2_000 : 10_000;
  const opened = openPraxis(folder);
  opened.praxis.load([tenSteps]);
  opened.praxis.start();
  const path = join(folder, "data", "log.db");
  const settle = (statement: string) => {
    const database = new DatabaseSync(path, { timeout: 10_000 });
    database.exec(statement);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    return folderBytes(folder);
  };
  const before = settle("SELECT 1");
  const ends = new RunEnds(opened);
  await runConcurrently(runs, 64, async () => void (await ends.run("ten steps", {})));
  await opened.close();
  const perStep = (bytes: number) => (bytes - before) / (runs * stepsPerRun);
  const after = perStep(settle("SELECT 1"));
  const vacuumed = perStep(settle("VACUUM"));
  const database = new DatabaseSync(path, { readOnly: true });
  const found = parts.parse(
    database.prepare("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 6").all(),
  );
  database.close();
  await archive(folder);
  const compacted = perStep(settle("VACUUM"));
  const largest = found.map(({ name, bytes }) => `${name} ${(bytes / (runs * stepsPerRun)).toFixed(0)}`).join(", ");
  return {
    rows: [
      beside(
        "bytes of a step",
        after,
        "bytes",
        "published; less than each peer is to be reached: `npm run bench:peers`",
      ),
      beside("bytes of a step after VACUUM", vacuumed, "bytes", `of these: ${largest}`),
      beside("bytes of a step after `praxis compact` and VACUUM", compacted, "bytes"),
    ],
    charts: [],
  };
};

/** As `praxis compact --older-than 0` does. */
async function archive(folder: string): Promise<void> {
  const { log, ports, close } = openPraxis(folder);
  let from: number | null = 1;
  while (from !== null)
    from = (await compactStep({ log, clock: ports.clock }, { from, olderThanMs: 0, dryRun: false })).next;
  await close();
}
