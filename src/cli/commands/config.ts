/** `praxis config` (what is loaded and set, and changing it) and `praxis token` (who else may ask this server). */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { isObject } from "../../kernel/json.ts";
import { anyJson, mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { statusShape } from "../client/shapes.ts";
import { readValue } from "../read-value.ts";
import { changesShape, describeChanges, describeLoaded, loadedShape, settingsShape } from "../render/config-page.ts";
import type { Shell } from "../shell.ts";
import { addTokenCommands } from "./token.ts";

const whyOptions = z.object({ why: z.string() });
const whyHelp = "why, as it goes on record";
/** In place of a level: none of its own any more. */
const inherit = "inherit";
type Parent = ReturnType<Shell["command"]>;

export function addConfigCommands(shell: Shell): void {
  const config = shell.command("config", "what is loaded and set; and changing it, on record", [
    "config",
    "config level gated returns --why 'a week without corrections'",
    `config policy 'refund limits' '{"askAboveCents":3000}' --why 'many small ones'`,
    "config reconciled --why 'looked through all refunds since noon'",
    "config history",
  ]);
  shell.does(config, (context) =>
    withSession(context, "know", async ({ api }) => {
      const loaded = await api.get(loadedShape, "/api/processes");
      const set = await api.get(settingsShape, "/api/settings");
      context.output.print(context.json ? JSON.stringify({ ...loaded, ...set }, null, 2) : describeLoaded(loaded, set));
      return undefined;
    }),
  );
  addLevel(shell, config);
  addPolicy(shell, config);
  addReconciled(shell, config);
  addHistory(shell, config);
  addTokenCommands(shell);
}

function addLevel(shell: Shell, config: Parent): void {
  const level = shell
    .command(
      "level <level> [process] [contract]",
      "how far actions go by themselves (shadow, suggest, gated, autonomous): of all, a process, or one contract in it; inherit: as what holds above it",
      [
        "config level shadow --why 'first week'",
        "config level autonomous returns shop.reply --why '200 right in a row'",
        "config level inherit returns shop.reply --why 'it needs no level of its own'",
      ],
      config,
    )
    .requiredOption("--why <reason>", whyHelp);
  shell.does(level, (context, { args: [given = "", process = null, contract = null], options }) => {
    const { why } = mustParse(whyOptions, options, "the options");
    return withSession(context, "know", async ({ api }) => {
      const body = { level: given === inherit ? null : given, process, contract, why };
      const answer = await api.put(
        statusShape.extend({ warning: z.string().nullable(), level: z.string() }),
        "/api/settings/levels",
        body,
      );
      if (answer.warning !== null) context.output.say(`praxis: ${answer.warning}`);
      const what = contract === null ? (process ?? "everything") : `${contract} in ${process}`;
      const now = given === inherit ? `${answer.level}, inherited` : answer.level;
      context.output.print(context.json ? JSON.stringify(answer) : `${what}: ${now}`);
      return undefined;
    });
  });
}

function addPolicy(shell: Shell, config: Parent): void {
  const policy = shell
    .command(
      "policy <name> <parameters>",
      "change some parameters of a policy; the others stay",
      [`config policy 'refund limits' '{"askAboveCents":3000}' --why 'many small ones'`],
      config,
    )
    .requiredOption("--why <reason>", whyHelp);
  shell.does(policy, async (context, { args: [name = "", given = ""], options }) => {
    const { why } = mustParse(whyOptions, options, "the options");
    const parameters = await readValue(given);
    if (!isObject(parameters)) {
      throw new PraxisError("bad_json", "parameters are an object", {
        next: `Write '{"name": value}'; nothing was changed.`,
      });
    }
    return withSession(context, "know", async ({ api }) => {
      const shape = statusShape.extend({ parameters: anyJson });
      const answer = await api.put(shape, `/api/settings/policies/${encodeURIComponent(name)}`, { parameters, why });
      context.output.print(context.json ? JSON.stringify(answer) : `${name}: ${JSON.stringify(answer.parameters)}`);
      return undefined;
    });
  });
}

function addReconciled(shell: Shell, config: Parent): void {
  const reconciled = shell
    .command(
      "reconciled",
      "say that what happened in the missing time, before a restore, has been looked through",
      ["config reconciled --why 'compared with the provider's list'"],
      config,
    )
    .requiredOption("--why <reason>", whyHelp);
  shell.does(reconciled, (context, { options }) => {
    const { why } = mustParse(whyOptions, options, "the options");
    return withSession(context, "know", async ({ api }) => {
      const answer = await api.post(statusShape, "/api/settings/reconciled", { why });
      context.output.print(context.json ? JSON.stringify(answer) : "On record: effects are done as ever again.");
      return undefined;
    });
  });
}

function addHistory(shell: Shell, config: Parent): void {
  const history = shell
    .command("history", "what was changed, by whom and why, newest first", ["config history"], config)
    .option("--key <key>", "of one setting");
  shell.does(history, (context, { options }) => {
    const { key } = mustParse(z.object({ key: z.string().optional() }), options, "the options");
    return withSession(context, "read", async ({ api }) => {
      const found = await api.get(changesShape, "/api/settings/history", { key });
      context.output.print(context.json ? JSON.stringify(found, null, 2) : describeChanges(found));
      return undefined;
    });
  });
}
