/** A result for people: Markdown, so that it can be pasted. */
import { type Mode, modes } from "./engine.ts";
import type { Limits, Measured, Result } from "./result.ts";

const heads = [
  "engine",
  "outcome on disk",
  "steps/s at 64",
  "of bare SQLite",
  "p50 alone",
  "p95 alone",
  "p50 in fsyncs",
  "bytes/step",
  "syncs/run alone",
  "syncs/run at 64",
];

/** `ours`: the names of engines that are compared with the others, their peers. */
export function describeResult(result: Result, ours: string[] = []): string {
  const { host, limits, work } = result;
  const measured = result.engines.flatMap((engine) => ("error" in engine ? [] : [engine]));
  const rows = result.engines.map((engine) =>
    "error" in engine ? [engine.name, `failed: ${oneLine(engine.error)}`] : row(engine, limits),
  );
  return [
    `${work.stepsPerRun} steps a run; medians of ${work.rounds} rounds of ${work.seconds} s each. ${host.cores} cores (${host.cpu}), Node ${host.node}, load ${host.load.toFixed(2)} before.`,
    ...(host.load > host.cores
      ? ["The machine was busy with other things: all figures are too low, and the ratios are rough."]
      : []),
    "",
    `Limits: ${figure(limits.fsyncsPerSecond)} fsyncs/s of 4 KiB appended, ${figure(limits.overwritesPerSecond)} fdatasyncs/s of 4 KiB in place; bare SQLite, synchronous=FULL: ${figure(limits.sqliteCommitsPerSecond)} single rows/s, ${figure(limits.sqliteRowsPerSecond)} rows/s in commits of 64.`,
    "",
    ...markdown([heads, ...rows]),
    ...measured.filter(({ name }) => ours.includes(name)).flatMap((own) => ["", ...compare(own, measured, ours)]),
    "",
    ...measured.map(
      (engine) =>
        `- ${engine.name} ${engine.version}: ${engine.store}. Bytes after: ${engine.settledBy}.${evidence(engine)}`,
    ),
  ].join("\n");
}

function row(engine: Measured, limits: Limits) {
  const { syncs } = engine;
  const counted = !("error" in syncs);
  const kept =
    counted && syncs.mode !== engine.promises ? `${syncs.mode} (promised: ${engine.promises})` : engine.promises;
  return [
    engine.name,
    counted ? kept : `${engine.promises} (not counted)`,
    figure(engine.stepsPerSecond),
    figure(engine.stepsPerSecond / limits.sqliteRowsPerSecond),
    `${figure(engine.p50Ms)} ms`,
    `${figure(engine.p95Ms)} ms`,
    figure((engine.p50Ms * limits.fsyncsPerSecond) / 1_000),
    figure(engine.bytesPerStep),
    counted ? figure(syncs.perRunAlone) : "?",
    counted ? figure(syncs.perRunTogether) : "?",
  ];
}

function evidence({ syncs }: Measured) {
  if ("error" in syncs) return ` Syncs were not counted: ${oneLine(syncs.error)}.`;
  const { betweenSteps, beforeAnswer } = syncs;
  const files = syncs.syncedFiles === 0 ? "" : `; ${syncs.syncedFiles} files open with O_DSYNC`;
  return ` A sync came back between two steps in ${betweenSteps.with} of ${betweenSteps.of} cases, before the answer in ${beforeAnswer.with} of ${beforeAnswer.of}${files}.`;
}

/** One of ours against the best peer of each mode, since only the same promise can be compared. */
function compare(own: Measured, measured: Measured[], ours: string[]) {
  const peers = measured.filter(({ name }) => !ours.includes(name));
  return modes.flatMap((mode) => {
    const alike = peers.filter((peer) => modeKept(peer) === mode);
    const fastest = alike.toSorted((a, b) => b.stepsPerSecond - a.stepsPerSecond)[0];
    const quickest = alike.toSorted((a, b) => a.p50Ms - b.p50Ms)[0];
    const smallest = alike.toSorted((a, b) => a.bytesPerStep - b.bytesPerStep)[0];
    if (fastest === undefined || quickest === undefined || smallest === undefined) return [];
    return `${own.name} (${modeKept(own)}) against the best peer with outcomes on disk ${mode}: ${figure(own.stepsPerSecond / fastest.stepsPerSecond)} times the steps/s of ${fastest.name}, ${figure(own.p50Ms / quickest.p50Ms)} of the p50 of ${quickest.name}, ${figure(own.bytesPerStep / smallest.bytesPerStep)} of the bytes of ${smallest.name}.`;
  });
}

function modeKept({ syncs, promises }: Measured): Mode {
  return "error" in syncs ? promises : syncs.mode;
}

function markdown(rows: string[][]) {
  const line = (cells: string[]) => `| ${heads.map((_, index) => cells[index] ?? "").join(" | ")} |`;
  const [first = [], ...rest] = rows;
  return [line(first), `|${heads.map(() => "---").join("|")}|`, ...rest.map(line)];
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 300);

/** Three digits are more than such a measurement is worth. */
function figure(value: number) {
  if (!Number.isFinite(value)) return "?";
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en", {
    maximumFractionDigits: digits,
    maximumSignificantDigits: Math.abs(value) >= 1_000 ? 4 : 3,
  });
}
