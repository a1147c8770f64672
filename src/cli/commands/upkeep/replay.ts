/** `praxis replay`: a run's code is given its record again, up to any event of its past, and the hash of the state that it comes to is told. */
import { z } from "zod";
import { mustParse } from "../../../kernel/schema.ts";
import { withSession } from "../../client/session.ts";
import { fields, shortened, table } from "../../render/table.ts";
import type { Shell } from "../../shell.ts";

const replayOptions = z.object({
  at: z.coerce.number().int().min(1).optional(),
  each: z.boolean().default(false),
});

const replayShape = z.looseObject({
  run: z.string(),
  version: z.string(),
  at: z.number(),
  last: z.number(),
  hash: z.string(),
  now: z.number(),
  asked: z.number(),
  open: z.array(z.looseObject({ seq: z.number(), kind: z.string(), name: z.string(), args: z.json() })),
  ended: z.string().nullable(),
  events: z.array(z.looseObject({ number: z.number(), type: z.string(), hash: z.string() })),
});

export function addReplayCommand(shell: Shell): void {
  const replay = shell
    .command("replay <run>", "give a run's code its record again, and tell the hash of the state that it comes to", [
      "replay 3f2a…",
      "replay 3f2a… --at 12",
      "replay 3f2a… --each --json",
    ])
    .option("--at <event>", "up to this event of the run (its number); otherwise its last one")
    .option("--each", "the state after each event up to there, too");
  shell.does(replay, (context, { args: [run = ""], options }) => {
    const { at, each } = mustParse(replayOptions, options, "the options");
    return withSession(context, "know", async ({ api }) => {
      const query = { ...(at === undefined ? {} : { at: String(at) }), each: String(each) };
      const replayed = await api.get(replayShape, `/api/runs/${encodeURIComponent(run)}/replay`, query);
      context.output.print(context.json ? JSON.stringify(replayed, null, 2) : describeReplay(replayed));
      return undefined;
    });
  });
}

export function describeReplay(replayed: z.infer<typeof replayShape>): string {
  const { at, last, version, hash, now, asked, open, ended, events } = replayed;
  const states = events.map(({ number, type, hash: state }) => [String(number), type, state]);
  const steps = open.map(({ seq, kind, name, args }) => [
    String(seq),
    `${kind} ${name}`,
    shortened(JSON.stringify(args), 60),
  ]);
  const head = fields([
    ["event", `${at} of ${last}`],
    ["state", hash],
    ["its time", new Date(now).toISOString()],
    ["code", version.slice(0, 8)],
    ["steps", `${asked} asked, ${open.length} open`],
    ["end", ended === null ? "not there yet" : shortened(ended, 100)],
  ]);
  return [
    ...(states.length === 0 ? [] : [table(["event", "type", "state"], states), ""]),
    head,
    ...(steps.length === 0 ? [] : ["", table(["open", "what", "with"], steps)]),
    "",
    "The code did what is on record, up to there. Nothing was done or recorded.",
  ].join("\n");
}
