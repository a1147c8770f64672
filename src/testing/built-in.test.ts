/** The contracts of Praxis itself in a simulated world: what they record and what the process is told are on disk together, wherever the power is cut. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { linkCustomer } from "../oversee/built-in/link-customer.ts";
import { publishReport } from "../oversee/built-in/publish-report.ts";
import { readFigures } from "../oversee/built-in/read-figures.ts";
import { process } from "../plan/process.ts";
import { world } from "./world.ts";

const reporting = process("reporting", { on: "Due", input: z.object({ week: z.string() }) }, async (run, { week }) => {
  const handles = [
    { kind: "mail", value: "mia@example.com" },
    { kind: "customer", value: "mia_1" },
  ];
  const { linked } = await run.do(linkCustomer, { handles, why: "the shop says so" });
  const { runs } = await run.do(readFigures, { from: 0, to: run.now() });
  const text = `${runs.started} runs`;
  const { isNew } = await run.do(publishReport, {
    name: "weekly",
    period: week,
    title: text,
    html: text,
    markdown: text,
  });
  return { linked, isNew };
});

test("wherever the power is cut, they act once, and the process is told the same", async () => {
  const report = await world(reporting).crashingAfterEveryEvent((play) =>
    play.event(reporting, { week: "2026-W47" }).advance("1 minute").event(reporting, { week: "2026-W48" }),
  );
  assert.ok(report.performances > 5);
});
