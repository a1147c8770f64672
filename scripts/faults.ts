/**
 * The fault suites at full length; slices of them are tests of `npm test`. docs/faults.md says what each promises.
 *
 *   npm run faults -- --real     real processes, killed and refused at every system call (scripts/faults/real-processes.ts)
 */
import { tryRealProcesses } from "./faults/real-processes.ts";

const argv = process.argv.slice(2);
if (argv.includes("--real")) process.exitCode = (await tryRealProcesses(argv)) > 0 ? 1 : 0;
else {
  process.stdout.write("Name a suite: npm run faults -- --real\n");
  process.exitCode = 2;
}
