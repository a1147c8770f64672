/** What supports a question, as links that open in place: what came in and the files with it, whom it is about, the run that asks, effects. */
import { z } from "zod";
import { effectStream, intendedSchema } from "../../act/effects/effect-events.ts";
import { isObject } from "../../kernel/json.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { text, textOrNull } from "../../log/rows.ts";
import { customerOf } from "../../remember/identity/read-customers.ts";
import { originOf } from "./origin.ts";

export interface EvidenceLink {
  readonly label: string;
  readonly kind: "event" | "run" | "effect" | "blob" | "customer";
  readonly id: string;
}

const mostEffects = 5;
const mostFiles = 10;

/** @param row of the table `gates` @param evidence as the gate was opened with */
export function evidenceLinks(log: EventLog, row: Row, evidence: unknown): EvidenceLink[] {
  const run = textOrNull(row, "run");
  const effect = textOrNull(row, "effect");
  const named = isObject(evidence) && Array.isArray(evidence.effects) ? evidence.effects.map(String) : [];
  const effects = [...new Set([...(effect === null ? [] : [effect]), ...named])].slice(0, mostEffects);
  return [
    ...(run === null ? [] : linksOfRun(log, run)),
    ...effects.map((id) => ({ label: describeEffect(log, id), kind: "effect" as const, id })),
  ];
}

function linksOfRun(log: EventLog, id: string): EvidenceLink[] {
  const run = log.sql.get("SELECT subject, account FROM runs WHERE id = ?", id);
  const customer = run ? customerOf(log, textOrNull(run, "subject"), text(run, "account")) : null;
  return [
    ...inputLinks(log, id),
    ...(customer === null ? [] : [{ label: customer.name, kind: "customer" as const, id: customer.id }]),
    { label: "the run that asks", kind: "run", id },
  ];
}

const filesSchema = z.object({
  payload: z.object({ attachments: z.array(z.object({ name: z.string(), blob: z.string() })) }),
});

function inputLinks(log: EventLog, run: string): EvidenceLink[] {
  const origin = originOf(log, run);
  if (origin.kind !== "event") return [];
  const files = filesSchema.safeParse(log.readAll(origin.position, 1)[0]?.data);
  const attachments = files.success ? files.data.payload.attachments.slice(0, mostFiles) : [];
  return [
    { label: `${origin.type} from "${origin.source}"`, kind: "event", id: String(origin.position) },
    ...attachments.map(({ name, blob }) => ({ label: name, kind: "blob" as const, id: blob })),
  ];
}

function describeEffect(log: EventLog, id: string): string {
  const first = log.readEvent(effectStream(id), 1);
  return first && !first.erased ? intendedSchema.parse(first.data).description : "an effect";
}
