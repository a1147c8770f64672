/**
 * While a process is new, its people look at it every day: a short digest for each process whose first run began within the last 14 days. After
 * that the weekly report is enough, and the mornings are quiet.
 */
import { type Figures, type Process, process, type Run, readFigures } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Settings } from "../settings.ts";
import { dayBefore } from "./calendar.ts";
import { formatValue, type ReportDocument, type Section } from "./document.ts";
import { publish, type ReportEnd } from "./publish.ts";
import { counted, dayText } from "./report-words.ts";
import { dueSchema } from "./weekly-report.ts";

const newForMs = 14 * 86_400_000;

export function dailyDigest(contracts: CustomerContracts, settings: Settings): Process {
  return process(
    "daily digest",
    { on: "DayEnded", input: dueSchema, isHousekeeping: true },
    async (run, { due, again }): Promise<ReportEnd | null> => {
      const day = dayBefore(Date.parse(due), settings.zone);
      const sections: Section[] = [];
      for (const name of await newProcesses(run, day.to)) {
        const figures = await run.do(readFigures, { from: day.from, to: day.to, process: name });
        if (figures.runs.started > 0 || figures.gates.openNow > 0) sections.push(sectionOf(name, figures));
      }
      if (sections.length === 0) return null;
      const document = digest(settings.shopName, day.id, sections);
      return publish(run, contracts, settings, { name: "daily digest", period: day.id, again, document });
    },
  );
}

async function newProcesses(run: Run, until: number): Promise<string[]> {
  const { runs } = await run.do(readFigures, { from: until - newForMs, to: until });
  const names = runs.byProcess.map(({ word }) => word);
  const fresh: string[] = [];
  for (const name of names) {
    const earlier = await run.do(readFigures, { from: 0, to: until - newForMs, process: name });
    if (earlier.runs.started === 0) fresh.push(name);
  }
  return fresh;
}

function digest(shopName: string, day: string, sections: readonly Section[]): ReportDocument {
  return {
    title: `${shopName}: ${dayText(day)}`,
    lead: "What the new processes did yesterday. This digest comes for a process until it is two weeks old.",
    sections,
    footer: "Look closer in the console, under Runs.",
  };
}

function sectionOf(name: string, { runs, gates, effects }: Figures): Section {
  const aside = runs.byStatus.find(({ word }) => word === "set aside")?.count ?? 0;
  const parts = [
    begunText(runs.started, runs.started - runs.touched),
    `${counted(gates.opened, "question")} asked, ${gates.openNow === 0 ? "none" : gates.openNow} open`,
    ...(runs.took.medianMs === null ? [] : [`half done within ${formatValue(runs.took.medianMs, { kind: "time" })}`]),
    ...(aside === 0 ? [] : [`${aside} set aside: look at ${aside === 1 ? "it" : "them"} first`]),
    ...(effects.unknownNow === 0 ? [] : [`${counted(effects.unknownNow, "outcome")} unknown`]),
  ];
  return { question: `How did “${name}” do?`, answer: `${parts.join("; ")}.`, chart: null, table: null };
}

function begunText(begun: number, alone: number): string {
  if (begun === 0) return "none begun";
  if (begun === 1) return alone === 1 ? "one begun, without a person" : "one begun, with a person's help";
  return `${begun} begun, ${alone === begun ? "all" : alone === 0 ? "none" : alone} of them without a person`;
}
