/** Lists: `praxis runs`, `praxis gates` (and one gate in full), `praxis effects`. */
import { z } from "zod";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { effectsShape, gateDetailShape, gatesShape, type RunShape, runsShape } from "../client/shapes.ts";
import { describeGate } from "../render/gate-page.ts";
import { effectTable, gateTable } from "../render/run-story.ts";
import { shortened, table } from "../render/table.ts";
import { ago } from "../render/time.ts";
import type { Call, Shell } from "../shell.ts";

const listOptions = z.object({
  status: z.string().optional(),
  process: z.string().optional(),
  contract: z.string().optional(),
  account: z.string().optional(),
  limit: z.string().optional(),
  before: z.string().optional(),
  all: z.boolean().default(false),
});

export function addListCommands(shell: Shell): void {
  addRuns(shell);
  addGates(shell);
  addEffects(shell);
}

function queryOf({ options }: Call): { all: boolean; query: Record<string, string | undefined> } {
  const { all, ...query } = mustParse(listOptions, options, "the options");
  return { all, query };
}

function more(next: string | null): string {
  return next === null ? "" : `\nMore: add --before '${next}'`;
}

function standingOf({ status, detail, isBehind }: RunShape): string {
  const standing = status === "set aside" && detail !== null ? `set aside: ${detail}` : status;
  return isBehind ? `${standing}, on old code` : standing;
}

function addRuns(shell: Shell): void {
  const runs = shell
    .command("runs", "runs, newest first", [
      "runs",
      "runs --status waiting",
      "runs --status 'set aside' --process returns",
    ])
    .option("--status <status>", "moving, waiting, done, cancelled, 'set aside'")
    .option("--process <name>", "of this process")
    .option("--account <name>", "of this account")
    .option("--limit <number>", "how many (50)")
    .option("--before <cursor>", "the page after this one");
  shell.does(runs, (context, call) =>
    withSession(context, "read", async ({ api }) => {
      const list = await api.get(runsShape, "/api/runs", queryOf(call).query);
      const now = Date.now();
      const rows = list.runs.map((run) => [
        run.id,
        run.process,
        standingOf(run),
        ago(run.startedAt, now),
        shortened(run.waits.map((wait) => `${wait.what} (${wait.owner})`).join(", "), 60),
      ]);
      if (context.json) context.output.print(JSON.stringify(list, null, 2));
      else if (rows.length === 0) context.output.print("There are no such runs.");
      else context.output.print(table(["run", "process", "status", "started", "waits for"], rows) + more(list.next));
      return undefined;
    }),
  );
}

function addGates(shell: Shell): void {
  const gates = shell
    .command("gates [gate]", "what waits for a person's answer; or one such question in full", [
      "gates",
      "gates 01m2x…",
      "gates --all",
    ])
    .option("--all", "answered and closed ones too")
    .option("--status <status>", "open, approved, answered, declined, expired, withdrawn")
    .option("--account <name>", "of this account")
    .option("--limit <number>", "how many (50)")
    .option("--before <cursor>", "the page after this one");
  shell.does(gates, (context, call) =>
    withSession(context, "read", async ({ api }) => {
      const [id] = call.args;
      const now = Date.now();
      if (id !== undefined) {
        const gate = await api.get(gateDetailShape, `/api/gates/${encodeURIComponent(id)}`);
        context.output.print(context.json ? JSON.stringify(gate, null, 2) : describeGate(gate, now));
        return undefined;
      }
      const { all, query } = queryOf(call);
      const list = await api.get(gatesShape, "/api/gates", all ? query : { status: "open", ...query });
      if (context.json) context.output.print(JSON.stringify(list, null, 2));
      else if (list.gates.length === 0) context.output.print("Nothing waits for an answer.");
      else context.output.print(`${gateTable(list.gates, now)}\n\nLook at one: praxis gates <gate>${more(list.next)}`);
      return undefined;
    }),
  );
}

function addEffects(shell: Shell): void {
  const effects = shell
    .command("effects", "what was done in the world, newest first", ["effects", "effects --status unknown"])
    .option("--status <status>", "intended, attempting, succeeded, refused, failed, unknown, compensating, compensated")
    .option("--contract <name>", "under this contract")
    .option("--account <name>", "of this account")
    .option("--limit <number>", "how many (50)")
    .option("--before <cursor>", "the page after this one");
  shell.does(effects, (context, call) =>
    withSession(context, "read", async ({ api }) => {
      const list = await api.get(effectsShape, "/api/effects", queryOf(call).query);
      if (context.json) context.output.print(JSON.stringify(list, null, 2));
      else if (list.effects.length === 0) context.output.print("There are no such effects.");
      else context.output.print(effectTable(list.effects) + more(list.next));
      return undefined;
    }),
  );
}
