/** What an operator does: `cancel`, `retry`, `pause`, `resume`, `forget`. Each goes on record with who and why. */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { statusShape } from "../client/shapes.ts";
import type { Context } from "../context.ts";
import type { Shell } from "../shell.ts";

const whyOptions = z.object({ why: z.string() });
const switchedShape = statusShape.extend({ scope: z.string(), warning: z.string().nullable() });
const forgottenShape = z.looseObject({ erased: z.boolean() });

export function addSteerCommands(shell: Shell): void {
  addRunCommands(shell);
  addSwitches(shell);
  addForget(shell);
}

function addRunCommands(shell: Shell): void {
  const orders = [
    { verb: "cancel", summary: "cancel a run: what it waits for is withdrawn, what it did is undone where it can be" },
    { verb: "retry", summary: "take up a run that was set aside; no recorded step is repeated" },
  ] as const;
  for (const { verb, summary } of orders) {
    const command = shell.command(`${verb} <run>`, summary, [`${verb} 3f2a… --why 'the customer called'`]);
    // To go on needs no reason, to undo does.
    if (verb === "cancel") command.requiredOption("--why <reason>", "why, as it goes on record");
    else command.option("--why <reason>", "why, as it goes on record", "tried again");
    shell.does(command, (context, { args: [run = ""], options }) => {
      const { why } = mustParse(whyOptions, options, "the options");
      return withSession(context, "move", async ({ api, settle }) => {
        const answer = await api.post(statusShape, `/api/runs/${encodeURIComponent(run)}/${verb}`, { why });
        await settle();
        context.output.print(context.json ? JSON.stringify(answer) : `On record; see praxis show ${run}`);
        return undefined;
      });
    });
  }
}

function addSwitches(shell: Shell): void {
  const pause = shell
    .command("pause [scope]", "stop every effect, those of a connection, or of one account of it", [
      "pause --why 'prices are wrong'",
      "pause payments --why 'the provider reports an incident'",
      "pause payments@berlin --why 'audit'",
    ])
    .option("--force", "also where nothing has such a connection or account so far")
    .requiredOption("--why <reason>", "why, as it goes on record");
  shell.does(pause, (context, { args: [scope = "*"], options }) => {
    const body = mustParse(whyOptions.extend({ force: z.boolean().default(false) }), options, "the options");
    return turn(context, "stop", { scope, ...body });
  });
  const resume = shell
    .command("resume [scope]", "let go on what was paused", [
      "resume --why 'prices are right again'",
      "resume payments --why 'it is over'",
    ])
    .requiredOption("--why <reason>", "why, as it goes on record");
  shell.does(resume, (context, { args: [scope = "*"], options }) => {
    const { why } = mustParse(whyOptions, options, "the options");
    return turn(context, "resume", { scope, why });
  });
}

function turn(context: Context, verb: "stop" | "resume", body: { scope: string; why: string }): Promise<undefined> {
  return withSession(context, "know", async ({ api }) => {
    const answer = await api.post(switchedShape, `/api/settings/${verb}`, body);
    const what = answer.scope === "*" ? "Every effect" : `Effects of ${answer.scope}`;
    const done = verb === "stop" ? `${what} stopped. Runs wait; nothing is lost.` : `${what} may go on.`;
    if (answer.warning !== null) context.output.say(`praxis: ${answer.warning}`);
    context.output.print(context.json ? JSON.stringify(answer) : done);
    return undefined;
  });
}

function addForget(shell: Shell): void {
  const forget = shell
    .command("forget <subject>", "erase a person: all that was sealed with their key cannot be read again, by anyone", [
      "forget mia@example.com --why 'she asked for it, letter of 3 May' --yes",
    ])
    .requiredOption("--why <reason>", "why, as it goes on record")
    .option("--yes", "yes, for good: this cannot be undone, except by restoring a backup");
  shell.does(forget, (context, { args: [subject = ""], options }) => {
    const { why, yes } = mustParse(whyOptions.extend({ yes: z.boolean().default(false) }), options, "the options");
    if (!yes) {
      throw new PraxisError("usage", `erasing ${subject} cannot be undone`, {
        next: "Nothing was done. If it is meant, say it again with --yes. Backups that were made before still hold the key.",
      });
    }
    return withSession(context, "move", async ({ api }) => {
      const answer = await api.post(forgottenShape, "/api/subjects/forget", { subject, why });
      const said = answer.erased
        ? `${subject} is erased. The chain still verifies; backups that were made before still hold the key.`
        : `Nothing was sealed for ${subject}; nothing to erase.`;
      context.output.print(context.json ? JSON.stringify(answer) : said);
      return undefined;
    });
  });
}
