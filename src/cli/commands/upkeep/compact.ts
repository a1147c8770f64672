/** `praxis compact`: archives what is over, and gives back the space: by the running server, or on the folder itself. */
import { z } from "zod";
import { type Duration, durationMs } from "../../../kernel/duration.ts";
import { PraxisError } from "../../../kernel/errors.ts";
import { mustParse } from "../../../kernel/schema.ts";
import type { Api } from "../../client/api.ts";
import { withSession } from "../../client/session.ts";
import type { Context } from "../../context.ts";
import { progressLine } from "../../render/progress.ts";
import { fields } from "../../render/table.ts";
import { byteSize } from "../../render/time.ts";
import type { Shell } from "../../shell.ts";

const optionsSchema = z.object({ olderThan: z.string(), dryRun: z.boolean().default(false) });
const spaceShape = z.object({ fileBytes: z.number(), freeBytes: z.number(), canShrink: z.boolean() });
type SpaceShape = z.infer<typeof spaceShape>;
const stepShape = z.object({
  next: z.number().nullable(),
  end: z.number(),
  events: z.number(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  space: spaceShape,
});

interface Report {
  readonly dryRun: boolean;
  readonly events: number;
  /** What these events took as rows, and take as segments. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly fileBytesBefore: number;
  readonly fileBytesAfter: number;
  /** Within the file, for what comes. */
  readonly freeBytes: number;
  readonly canShrink: boolean;
}

export function addCompactCommand(shell: Shell): void {
  const compact = shell
    .command(
      "compact",
      "archive the events of finished runs, compressed; they can be read, proven and erased as before",
      ["compact --dry-run", "compact --older-than 90d"],
    )
    .option("--older-than <time>", "only what ended before that: 30d, 12h, 0", "30d")
    .option("--dry-run", "only say what would be done");
  shell.does(compact, async (context, { options }) => {
    const { olderThan, dryRun } = mustParse(optionsSchema, options, "the options");
    const order = { olderThanMs: readAge(olderThan), dryRun };
    const { report, isHere } = await withSession(context, "read", async ({ api, opened }) => ({
      report: await compactAll(context, api, order),
      isHere: opened !== null,
    }));
    // A file from before has no map to cut free pages off it: it is written anew once, which needs it for itself.
    const isDue = isHere && !dryRun && !report.canShrink && report.events > 0;
    const rewritten = isDue ? context.host.rewrite(context.folder) : null;
    const whole = rewritten
      ? { ...report, fileBytesAfter: rewritten.fileBytes, freeBytes: rewritten.freeBytes, canShrink: true }
      : report;
    context.output.print(context.json ? JSON.stringify(whole) : describeCompaction(whole));
    return undefined;
  });
}

const letters: Readonly<Record<string, string>> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

/** "30d", or as durations are written elsewhere: "30 days". */
function readAge(age: string): number {
  const short = /^(\d+)([smhdw])$/.exec(age);
  const amount = Number(short?.[1] ?? Number.parseFloat(age));
  const unit = letters[short?.[2] ?? ""] ?? age.replace(/^[\d.]+\s*/, "");
  const duration: Duration = unit === "" ? amount : `${amount} ${unit}`;
  if (unit === "" && amount !== 0) {
    throw new PraxisError("usage", `"${age}" has no unit`, { next: "Write 30d, 12h or 0. Nothing was changed." });
  }
  return durationMs(duration);
}

async function compactAll(
  { output }: Context,
  api: Api,
  order: { readonly olderThanMs: number; readonly dryRun: boolean },
): Promise<Report> {
  const progress = progressLine(output, order.dryRun ? "looked at" : "archived up to");
  const sum = { events: 0, bytesBefore: 0, bytesAfter: 0 };
  let first: SpaceShape | null = null;
  let space: SpaceShape | null = null;
  for (let from: number | null = 1; from !== null; ) {
    const step: z.infer<typeof stepShape> = await api.post(stepShape, "/api/log/compact", { ...order, from });
    sum.events += step.events;
    sum.bytesBefore += step.bytesBefore;
    sum.bytesAfter += step.bytesAfter;
    // The first step has changed the space already, by free pages only: the file has its length until it is shrunk.
    first ??= step.space;
    space = step.space;
    if (step.next !== null) progress.show(step.next, step.end);
    from = step.next;
  }
  progress.end();
  const before = Math.max(first?.fileBytes ?? 0, space?.fileBytes ?? 0);
  if (!order.dryRun) space = await shrinkAll(output, api);
  return {
    dryRun: order.dryRun,
    ...sum,
    fileBytesBefore: before,
    fileBytesAfter: space?.fileBytes ?? before,
    freeBytes: space?.freeBytes ?? 0,
    canShrink: space?.canShrink ?? false,
  };
}

async function shrinkAll(output: Context["output"], api: Api): Promise<SpaceShape> {
  const progress = progressLine(output, "bytes given back");
  const shrink = (): Promise<SpaceShape> => api.post(spaceShape, "/api/log/shrink", undefined);
  let space = await shrink();
  const whole = space.freeBytes;
  for (let next = await shrink(); next.freeBytes < space.freeBytes; next = await shrink()) {
    space = next;
    progress.show(whole - space.freeBytes, whole);
  }
  progress.end();
  return space;
}

export function describeCompaction(report: Report): string {
  const { dryRun, events, bytesBefore, bytesAfter, fileBytesBefore, fileBytesAfter, freeBytes } = report;
  if (events === 0) return "Nothing to archive: no window of events has enough in it that is over and old enough.";
  const said = fields([
    [dryRun ? "would archive" : "archived", `${events} events`],
    ["their bytes", `${byteSize(bytesBefore)} as rows, ${byteSize(bytesAfter)} archived`],
    [
      "the file",
      dryRun ? byteSize(fileBytesBefore) : `${byteSize(fileBytesBefore)} before, ${byteSize(fileBytesAfter)} now`,
    ],
    ...(freeBytes > 0 && !dryRun ? [["free in it", `${byteSize(freeBytes)}, for what comes`] as const] : []),
  ]);
  if (dryRun) return `${said}\nNothing was changed.`;
  const advice = report.canShrink
    ? ""
    : "\nThe file keeps its length: it is of an older version. `praxis compact` while no server runs writes it anew.";
  return `${said}${advice}\nAll can be read, proven and erased as before: praxis verify`;
}
