/**
 * Real servers under faults at every system call that matters: killed before each, and each sync and write of the database refused. Needs strace.
 *
 *   npm run faults -- --real [--call fdatasync] [--fault kill|EIO|ENOSPC] [--jobs 2] [--from 1] [--step 1]
 *
 * For each call 1, 2, 3 … until a server comes to its end before it: a fresh folder, a server with the fault, its successor without, and the oracle (src/cli/testing/fixed-work.ts). It ends with
 * a table of points tried, and 1 where one of them failed; that point is named, and can be had again with --call, --fault and --from.
 */
import { parseArgs } from "node:util";
import { oneLife } from "../../src/cli/testing/one-life.ts";
import { whyNoFaults } from "../../src/cli/testing/traced.ts";
import { messageOf } from "../../src/kernel/errors.ts";

const faults = {
  kill: {
    plant: "signal=SIGKILL",
    calls: ["fdatasync", "fsync", "pwrite64", "write", "writev", "rename", "ftruncate", "unlink", "mkdir"],
  },
  EIO: { plant: "error=EIO", calls: ["fdatasync", "fsync", "pwrite64"] },
  ENOSPC: { plant: "error=ENOSPC", calls: ["pwrite64"] },
} as const;
type Fault = keyof typeof faults;

/** What a server may end with. A refused write of the last anchor, or of a folder's entry, need not end it; without space it goes on. */
const mayEndWith: Record<Fault, readonly (number | null)[]> = { kill: [null], EIO: [74, 0], ENOSPC: [74, 0] };

interface Tally {
  readonly fault: Fault;
  readonly call: string;
  points: number;
  /** Exit codes, counted. */
  readonly ends: Map<string, number>;
  readonly failures: string[];
}

/** @returns how many points failed. */
export async function tryRealProcesses(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      real: { type: "boolean" },
      call: { type: "string" },
      fault: { type: "string" },
      jobs: { type: "string", default: "2" },
      from: { type: "string", default: "1" },
      step: { type: "string", default: "1" },
    },
  });
  const why = whyNoFaults();
  if (why !== false) {
    process.stdout.write(`nothing was tried: ${why}\n`);
    return 1;
  }
  const tallies: Tally[] = [];
  for (const fault of ["kill", "EIO", "ENOSPC"] as const) {
    if (values.fault !== undefined && values.fault !== fault) continue;
    for (const call of faults[fault].calls) {
      if (values.call !== undefined && values.call !== call) continue;
      const tally: Tally = { fault, call, points: 0, ends: new Map(), failures: [] };
      await sweep(tally, { jobs: Number(values.jobs), from: Number(values.from), step: Number(values.step) });
      tallies.push(tally);
      process.stdout.write(`${describeTally(tally)}\n`);
    }
  }
  const failed = tallies.flatMap(({ failures }) => failures);
  const points = tallies.reduce((sum, each) => sum + each.points, 0);
  process.stdout.write(`${points} points, ${failed.length} failed\n`);
  return failed.length;
}

async function sweep(tally: Tally, options: { jobs: number; from: number; step: number }): Promise<void> {
  let next = options.from;
  let isOver = false;
  const work = async (): Promise<void> => {
    while (!isOver) {
      const when = next;
      next += options.step;
      if (!(await tryPoint(tally, when))) isOver = true;
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
}

/** @returns false where the server came to its end before it. */
async function tryPoint(tally: Tally, when: number): Promise<boolean> {
  const { fault, call } = tally;
  const again = `--fault ${fault} --call ${call} --from ${when}`;
  try {
    const { struck, ended } = await oneLife({ call, fault: faults[fault].plant, when });
    if (struck === undefined) return false;
    tally.points += 1;
    const end = ended.signal ?? String(ended.code);
    tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
    if (!mayEndWith[fault].includes(ended.code)) throw new Error(`at ${struck} it ended with ${end}: ${ended.err}`);
  } catch (thrown) {
    tally.failures.push(again);
    process.stdout.write(`FAILED ${again}\n${messageOf(thrown)}\n`);
  }
  return true;
}

function describeTally({ fault, call, points, ends, failures }: Tally): string {
  const how = [...ends].map(([end, count]) => `${count} × ${end}`).join(", ");
  return `${fault} at ${call}: ${points} points (${how}), ${failures.length} failed`;
}
