/** Answers to gates: `praxis approve`, `decline`, `answer` and `pass-on`. */
import { z } from "zod";
import type { Json } from "../../kernel/json.ts";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { answeredShape, gateDetailShape, passedOnShape } from "../client/shapes.ts";
import type { Context } from "../context.ts";
import { readValue } from "../read-value.ts";
import type { Shell } from "../shell.ts";

const answerOptions = z.object({ edit: z.string().optional(), reason: z.string().optional() });

export function addAnswerCommands(shell: Shell): void {
  const approve = shell
    .command("approve <gate>", "say yes, once, to exactly what the gate shows; or to it as you edit it", [
      "approve 01m2x…",
      `approve 01m2x… --edit '{"amountCents":1200}' --reason 'only one lamp was broken'`,
    ])
    .option("--edit <json>", "other arguments, in full: JSON, @file, or -")
    .option("--reason <text>", "why, as it goes on record");
  shell.does(approve, async (context, { args: [gate = ""], options }) => {
    const { edit, reason } = mustParse(answerOptions, options, "the options");
    const value = edit === undefined ? null : await readValue(edit);
    return give(context, gate, { verdict: "approve", value, reason });
  });

  const decline = shell
    .command("decline <gate>", "say no", ["decline 01m2x… --reason 'the parcel is on its way'"])
    .requiredOption("--reason <text>", "why, as it goes on record");
  shell.does(decline, async (context, { args: [gate = ""], options }) => {
    const { reason } = mustParse(answerOptions, options, "the options");
    return give(context, gate, { verdict: "decline", value: null, reason });
  });

  const answer = shell
    .command("answer <gate> <value>", "answer a question: JSON, @file, or - for standard input", [
      `answer 01m2x… '"yes"'`,
      `answer 01m2x… '{"happened":true,"output":{"refundId":"r-9"}}'`,
    ])
    .option("--reason <text>", "why, as it goes on record");
  shell.does(answer, async (context, { args: [gate = "", given = ""], options }) => {
    const { reason } = mustParse(answerOptions, options, "the options");
    return give(context, gate, { verdict: "answer", value: await readValue(given), reason });
  });

  const passOn = shell
    .command("pass-on <gate> <to>", "hand a question to somebody else", [
      "pass-on 01m2x… lea --why 'she knows the customer'",
    ])
    .requiredOption("--why <reason>", "why, as it goes on record");
  shell.does(passOn, (context, { args: [gate = "", to = ""], options }) => {
    const { why } = mustParse(z.object({ why: z.string() }), options, "the options");
    return withSession(context, "read", async ({ api }) => {
      const passed = await api.post(passedOnShape, `/api/gates/${encodeURIComponent(gate)}/pass-on`, { to, why });
      if (context.json) context.output.print(JSON.stringify(passed));
      else context.output.print(`Passed on to ${passed.to}.${passed.warning ? ` But ${passed.warning}.` : ""}`);
      return undefined;
    });
  });
}

interface Given {
  readonly verdict: "approve" | "decline" | "answer";
  readonly value: Json;
  readonly reason: string | undefined;
}

function give(context: Context, gate: string, given: Given): Promise<undefined> {
  return withSession(context, "move", async ({ api, settle }) => {
    const path = `/api/gates/${encodeURIComponent(gate)}`;
    const answered = await api.post(answeredShape, `${path}/answer`, given);
    await settle();
    if (context.json) {
      context.output.print(JSON.stringify(answered));
      return undefined;
    }
    const { run } = await api.get(gateDetailShape, path);
    const said = answered.status === "already" ? `This was on record already, by ${answered.by}.` : "Recorded.";
    context.output.print(run === null ? said : `${said} The run goes on: praxis show ${run}`);
    return undefined;
  });
}
