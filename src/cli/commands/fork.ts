/** `praxis fork`: a new run from a step of another one; with `--dry-run`, what it would do. */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { type Json, parseJson } from "../../kernel/json.ts";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { readValue } from "../read-value.ts";
import { shortened, table } from "../render/table.ts";
import type { Shell } from "../shell.ts";

const forkOptions = z.object({
  step: z.coerce.number().int().min(1),
  input: z.string().optional(),
  outcome: z.array(z.string()).default([]),
  why: z.string().default(""),
  dryRun: z.boolean().default(false),
});

const forkedShape = z.looseObject({ status: z.string(), run: z.string() });
const rehearsalShape = z.looseObject({
  steps: z.array(
    z.looseObject({
      seq: z.number(),
      description: z.string(),
      outcome: z.string(),
      inFork: z.string(),
      because: z.array(z.string()),
      effect: z.string().nullable(),
      tier: z.string().nullable(),
    }),
  ),
  ends: z.string().nullable(),
  warnings: z.array(z.string()),
});

export function addForkCommand(shell: Shell): void {
  const fork = shell
    .command("fork <run>", "start a new run that keeps what a run was told before a step, and asks again from there", [
      "fork 3f2a… --step 4 --dry-run",
      "fork 3f2a… --step 4 --outcome 3='{\"approve\":true}' --why 'the photo shows the damage'",
      "fork 3f2a… --step 1 --input @corrected.json --why 'the order number was mistyped'",
    ])
    .requiredOption("--step <number>", "the first step that is asked again")
    .option("--input <json>", "another input: JSON, @file, or -")
    .option(
      "--outcome <step=json>",
      "another outcome of a kept step: a decision's answer, what was read, an event's payload",
      (each: string, others: readonly string[] = []) => [...others, each],
    )
    .option("--why <reason>", "why, as it goes on record")
    .option("--dry-run", "say what the fork would do; nothing is done or recorded");
  shell.does(fork, async (context, { args: [run = ""], options }) => {
    const { step, input, outcome, why, dryRun } = mustParse(forkOptions, options, "the options");
    if (!dryRun && why.trim() === "") {
      throw new PraxisError("usage", "a fork needs a reason", {
        next: "Say it with --why; or look at what it would do with --dry-run. Nothing was done.",
      });
    }
    const outcomes = Object.fromEntries(outcome.map(readOutcome));
    const edits = { outcomes, ...(input === undefined ? {} : { input: await readValue(input) }) };
    const path = `/api/runs/${encodeURIComponent(run)}`;
    return withSession(context, dryRun ? "know" : "move", async ({ api, settle }) => {
      if (dryRun) {
        const rehearsal = await api.post(rehearsalShape, `${path}/rehearse`, { fromStep: step, edits });
        context.output.print(context.json ? JSON.stringify(rehearsal, null, 2) : describeRehearsal(rehearsal));
        return undefined;
      }
      const forked = await api.post(forkedShape, `${path}/fork`, { fromStep: step, edits, why });
      await settle();
      context.output.print(
        context.json ? JSON.stringify(forked) : `Forked as run ${forked.run}; see praxis show ${forked.run}`,
      );
      return undefined;
    });
  });
}

function readOutcome(given: string): readonly [string, Json] {
  const [, step, text] = /^([1-9]\d*)=(.*)$/s.exec(given) ?? [];
  const parsed = text === undefined ? null : parseJson(text);
  if (step !== undefined && parsed?.ok) return [step, parsed.value];
  throw new PraxisError("usage", `--outcome ${shortened(given, 60)} does not read as step=json`, {
    next: "As in --outcome 3='{\"approve\":true}'. Nothing was done.",
  });
}

export function describeRehearsal({ steps, ends, warnings }: z.infer<typeof rehearsalShape>): string {
  const rows = steps.map((step) => [
    String(step.seq),
    step.outcome === step.inFork ? step.outcome : `${step.outcome} (${step.inFork})`,
    step.tier ?? "",
    shortened(step.description, 50),
    shortened([...step.because, ...(step.effect === null ? [] : [`effect ${step.effect}`])].join("; "), 60),
  ]);
  return [
    table(["step", "would be", "tier", "what", "because"], rows),
    "",
    ends === null ? "Beyond that it cannot be known before it is done." : `Then ${ends}`,
    ...warnings,
    "Nothing was done or recorded.",
  ].join("\n");
}
