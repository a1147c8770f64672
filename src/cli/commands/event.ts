/** What makes something happen: `praxis send` (an event) and `praxis run` (a process by hand). */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Json } from "../../kernel/json.ts";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { receiptShape, startedShape } from "../client/shapes.ts";
import { exitCodes } from "../exit-codes.ts";
import { followRun } from "../follow-run.ts";
import { readValue } from "../read-value.ts";
import { describeRun } from "../render/run-story.ts";
import type { Shell } from "../shell.ts";

const sendOptions = z.object({
  id: z.string().optional(),
  about: z.string().optional(),
  account: z.string().optional(),
  subject: z.string().optional(),
});
const runOptions = z.object({
  id: z.string().optional(),
  account: z.string().optional(),
  subject: z.string().optional(),
  why: z.string().default("started from the command line"),
  follow: z.boolean().default(true),
  atMost: z.coerce.number().positive().default(60),
});

export function addEventCommands(shell: Shell): void {
  addSend(shell);
  addRun(shell);
}

function addSend(shell: Shell): void {
  const send = shell
    .command("send <type> <payload>", "say that something happened: JSON, @file, or - for standard input", [
      `send TicketReceived '{"id":"t1","text":"Where is my order?"}'`,
      "send TicketReceived @ticket.json --subject mia@example.com",
      "send GoodsArrived '{}' --about return-77 --id scan-1",
    ])
    .option("--id <id>", "the event's own id: sent again with it, nothing happens twice")
    .option("--about <thing>", "what it is about, such as an order: runs that wait for it get it")
    .option("--account <name>", "which shop, mailbox or world it belongs to")
    .option("--subject <person>", "whom it is about: its content is sealed with their key");
  shell.does(send, async (context, { args: [type = "", given = ""], options }) => {
    const { id, about, account, subject } = mustParse(sendOptions, options, "the options");
    const payload = await readValue(given);
    return withSession(context, "move", async ({ api, settle }) => {
      const body = { type, payload, id: id ?? randomUUID(), about, account, subject };
      const receipt = await api.post(receiptShape, "/api/events", body);
      await settle();
      if (context.json) context.output.print(JSON.stringify(receipt));
      else context.output.print(describeReceipt(type, receipt));
      return exitCodes.done;
    });
  });
}

export function describeReceipt(type: string, receipt: z.infer<typeof receiptShape>): string {
  if (receipt.status === "duplicate") return `${type} was here before under this id; nothing happened again.`;
  const [first] = receipt.runs;
  if (first === undefined) return `${type} is recorded. No process begins with it; a run that waits for it has it now.`;
  const lines = receipt.runs.map((run) => `  praxis show ${run}`);
  return `${type} is recorded, and ${receipt.runs.length === 1 ? "a run began" : `${receipt.runs.length} runs began`}:\n${lines.join("\n")}`;
}

function addRun(shell: Shell): void {
  const run = shell
    .command(
      "run <process> [input]",
      "start a process by hand, and follow it until it is done, waits, or is set aside",
      [
        `run returns '{"orderId":"7"}'`,
        `run "weekly report" '{"due":"2026-11-23T07:00:00.000Z"}' --why 'the board asked'`,
        "run returns @return.json --id return-7 --no-follow",
      ],
    )
    .option("--why <reason>", "why, as it goes on record")
    .option("--id <id>", "the same id starts one run only")
    .option("--account <name>", "which shop, mailbox or world it belongs to")
    .option("--subject <person>", "whom it is about: its content is sealed with their key")
    .option("--no-follow", "do not wait for it")
    .option("--at-most <seconds>", "how long to follow it (60)");
  shell.does(run, async (context, { args: [process = "", given], options }) => {
    const { follow, atMost, ...rest } = mustParse(runOptions, options, "the options");
    const input: Json = given === undefined ? null : await readValue(given);
    return withSession(context, "move", async ({ api, settle }) => {
      const started = await api.post(startedShape, "/api/runs", { process, input, ...rest });
      if (!context.json)
        context.output.say(`run ${started.run} ${started.status === "already" ? "was started before" : "started"}`);
      if (!follow) {
        await settle();
        if (context.json) context.output.print(JSON.stringify(started));
        return exitCodes.done;
      }
      const ended = await followRun(context, api, started.run, atMost * 1_000);
      if (context.json) context.output.print(JSON.stringify(ended, null, 2));
      else context.output.print(describeRun(ended, Date.now()));
      return ended.status === "done"
        ? exitCodes.done
        : ended.status === "waiting"
          ? exitCodes.waiting
          : exitCodes.error;
    });
  });
}
