/**
 * The fault suites at full length; slices of them are tests of `npm test`. docs/faults.md says what each promises.
 *
 *   npm run faults -- [--seeds N] [--from K]    simulated worlds, 50,000 of them (scripts/faults/worlds.ts)
 *   npm run faults -- --seed K                  one of them, with its story; `--without-own-steps`: as it was before there were any
 *   npm run faults -- --points [--only TYPE]    each kind of process, ended once at every point in every way
 *   npm run faults -- --mutations [--only NAME] bugs planted one after the other, each until a world finds it
 *   npm run faults -- --real                real processes, killed and refused at every system call (scripts/faults/real-processes.ts)
 *   npm run faults -- --rot [--points N]    flipped bits and cuts in a database and its WAL (src/log/sqlite/bit-rot.int.test.ts), under a new seed
 *   npm run faults -- --upgrades            a start that builds tables again, killed at every statement (faults/histories/killed-start.int.test.ts), and every recorded history
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { tryRealProcesses } from "./faults/real-processes.ts";
import { tryWorlds } from "./faults/worlds.ts";

const argv = process.argv.slice(2);
if (argv.includes("--real")) process.exitCode = (await tryRealProcesses(argv)) > 0 ? 1 : 0;
else if (argv.includes("--rot")) process.exitCode = tryBitRot();
else if (argv.includes("--upgrades")) process.exitCode = tryUpgrades();
else process.exit((await tryWorlds(argv)) > 0 ? 1 : 0);

function tryBitRot(): number {
  const options = { rot: { type: "boolean" }, points: { type: "string" }, seed: { type: "string" } } as const;
  const { points = "2000", seed = String(Date.now() % 1_000_000) } = parseArgs({ args: argv, options }).values;
  process.stdout.write(`seed ${seed}\n`);
  const environment = { ...process.env, PRAXIS_ROT_POINTS: points, PRAXIS_ROT_SEED: seed };
  const command = ["--conditions=praxis-source", "src/log/sqlite/bit-rot.int.test.ts"];
  return spawnSync(process.execPath, command, { stdio: "inherit", env: environment }).status ?? 1;
}

function tryUpgrades(): number {
  const tests = ["killed-start.int.test.ts", "histories.e2e.test.ts"].map((name) => `faults/histories/${name}`);
  const command = ["--conditions=praxis-source", "--test", ...tests];
  const environment = { ...process.env, PRAXIS_EVERY_STATEMENT: "1" };
  return spawnSync(process.execPath, command, { stdio: "inherit", env: environment }).status ?? 1;
}
