/** Settings and their changes as the API shows them. */
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
