/** `praxis show` and `praxis why`: a run as a story, and the reasons of whatever was done. */
import { z } from "zod";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { runDetailShape, whyShape } from "../client/shapes.ts";
import { describeStory } from "../render/run-story.ts";
import type { Shell } from "../shell.ts";

const showOptions = z.object({ from: z.string().optional() });

export function addShowCommands(shell: Shell): void {
  const show = shell
    .command("show <run>", "a run as a story: its steps, what it waits for, what it did, what people were asked", [
      "show 3f2a…",
      "show 3f2a… --json",
    ])
    .option("--from <step>", "begin at this step");
  shell.does(show, (context, { args: [run = ""], options }) => {
    const { from } = mustParse(showOptions, options, "the options");
    return withSession(context, "read", async ({ api }) => {
      const query = { eventsFrom: from, eventsLimit: "200" };
      const detail = await api.get(runDetailShape, `/api/runs/${encodeURIComponent(run)}`, query);
      context.output.print(context.json ? JSON.stringify(detail, null, 2) : describeStory(detail, Date.now()));
      return undefined;
    });
  });

  const why = shell.command("why <id>", "why: an effect, a run or a gate, back to what set it off", [
    "why 3f2a…",
    "why 3f2a… --json",
  ]);
  shell.does(why, (context, { args: [id = ""] }) =>
    withSession(context, "read", async ({ api }) => {
      const answer = await api.get(whyShape, `/api/why/${encodeURIComponent(id)}`);
      context.output.print(context.json ? JSON.stringify(answer, null, 2) : answer.text);
      return undefined;
    }),
  );
}
