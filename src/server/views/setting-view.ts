/** What is loaded and under which rules it acts, settings, and their changes, as the API shows them. */
import { z } from "@hono/zod-openapi";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog } from "../../log/event-log.ts";
import { settingChangedSchema, settingsStream } from "../../oversee/settings/settings-table.ts";
import { momentSchema } from "./event-view.ts";

export const changeSchema = z
  .object({
    at: momentSchema,
    by: z.string(),
    key: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    why: z.string(),
  })
  .openapi("Change");
export type ChangeView = z.output<typeof changeSchema>;

const processSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    on: z.string().nullable().openapi({ description: "type of the event that starts it" }),
  })
  .openapi("Process");

const secretSchema = z.object({ name: z.string(), set: z.boolean() });

const contractSchema = z
  .object({
    name: z.string(),
    tier: z.enum(["read", "T0", "T1", "T2", "T3"]),
    connection: z.string().nullable(),
    baseUrl: z.string().nullable(),
    secret: secretSchema.nullable().openapi({ description: "the connection's, and whether this server has it" }),
    canLookUp: z.boolean(),
    budget: z.object({ attempts: z.int(), withinMs: z.number() }),
    policies: z.array(z.string()),
    input: z.unknown().openapi({ description: "JSON Schema" }),
    output: z.unknown().openapi({ description: "JSON Schema" }),
  })
  .openapi("Contract");
export type ContractView = z.output<typeof contractSchema>;

const policySchema = z
  .object({
    name: z.string(),
    version: z.string(),
    contracts: z.array(z.string()),
    schema: z.unknown().openapi({ description: "JSON Schema of its parameters" }),
    defaults: z.unknown(),
    parameters: z.unknown().openapi({ description: "those in force" }),
    history: z.array(changeSchema),
  })
  .openapi("Policy");
export type PolicyView = z.output<typeof policySchema>;

const levelSchema = z.object({ process: z.string().nullable(), contract: z.string().nullable(), level: z.string() });
export type LevelView = z.output<typeof levelSchema>;

const loadedSourceSchema = z.object({
  name: z.string(),
  scheme: z.string(),
  largestBytes: z.int(),
  secrets: z.array(secretSchema),
});

export const loadedSchema = z.object({
  processes: z.array(processSchema),
  contracts: z.array(contractSchema),
  policies: z.array(policySchema),
  sources: z.array(loadedSourceSchema),
  defaultLevel: z.string().openapi({ description: "where nothing nearer is set" }),
  levelOfCode: z.string().openapi({ description: "of everything, where nobody has set one" }),
  levels: z.array(levelSchema),
});
export type LoadedView = z.output<typeof loadedSchema>;

/** All changes of a setting, newest first; of all settings without a key. People make them, so there are few. */
export function readChanges(log: EventLog, key?: string): ChangeView[] {
  return log
    .readStream(settingsStream)
    .map(viewChange)
    .filter((change) => key === undefined || change.key === key)
    .reverse();
}

function viewChange(event: RecordedEvent): ChangeView {
  const { key, before, after, why } = settingChangedSchema.parse(event.data);
  return { at: event.at, by: event.principal, key, before, after, why };
}
