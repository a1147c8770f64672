/**
 * Records histories of a release, which its successors replay and take up in CI (faults/histories/README.md). Run it once a release, on the commit that is released.
 *
 *   node --conditions=praxis-source scripts/histories.ts <version> [--from <another checkout>] [--only <name>]
 */
import { parseArgs } from "node:util";
import { writeHistory } from "../faults/histories/history.ts";
import { plays } from "../faults/histories/plays.ts";
import { recordHistory } from "../faults/histories/record.ts";

const { values, positionals } = parseArgs({
  options: { from: { type: "string" }, only: { type: "string" } },
  allowPositionals: true,
});
const [version] = positionals;
if (version === undefined) {
  process.stdout.write("Name the version that is recorded: scripts/histories.ts 0.1.0\n");
  process.exitCode = 2;
} else {
  for (const play of plays) {
    if (values.only !== undefined && values.only !== play.name) continue;
    const history = await recordHistory(play, version, values.from);
    const { path, bytes } = writeHistory(history);
    const states = Object.values(history.states).reduce((sum, ofRun) => sum + Object.keys(ofRun).length, 0);
    process.stdout.write(
      `${path}: ${Math.ceil(bytes / 1024)} KiB, ${Object.keys(history.states).length} runs, ${states} states\n`,
    );
  }
}
