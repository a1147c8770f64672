/** `readFigures`: the figures of a stretch of time, recorded as they were when they were read, so that a replay writes the same report. */
import { z } from "zod";
import { localAction, localContract } from "../../act/local-contract.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog } from "../../log/event-log.ts";
import { figuresSchema } from "../figures/figures-shape.ts";
import { readFiguresOf } from "../figures/read-figures.ts";

const wish = z.object({
  from: z.number().describe("milliseconds since 1970"),
  to: z.number().describe("exclusive"),
  process: z.string().min(1).optional().describe("all but housekeeping where it is left out"),
  account: z.string().min(1).optional().describe("all of them where it is left out"),
});

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const readFigures = localContract("praxis.readFigures", {
  input: wish,
  output: figuresSchema,
  describe: ({ from, to, process, account }) =>
    `Read the figures${process === undefined ? "" : ` of ${process}`}${account === undefined ? "" : ` in ${account}`} from ${day(from)} to ${day(to)}`,
});

export function readFiguresAction(log: EventLog) {
  return localAction(readFigures, (_context, { from, to, process, account }) => {
    if (from < to) return readFiguresOf(log.sql, { from, to, process: process ?? null, account: account ?? null });
    throw new PraxisError("bad_input", "the figures of no time at all were asked for: `from` is not before `to`", {
      next: "Mend the process, then `praxis retry` the run.",
    });
  });
}
