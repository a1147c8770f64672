/** What commands read of the API's answers: only the fields that they show. The server's own schemas say more; `--json` passes all on. */
import { z } from "zod";
import { anyJson } from "../../kernel/schema.ts";

const moment = z.number();

export const runShape = z.looseObject({
  id: z.string(),
  process: z.string(),
  version: z.string(),
  isBehind: z.boolean(),
  status: z.string(),
  account: z.string(),
  startedAt: moment,
  changedAt: moment,
  parent: z.string().nullable(),
  detail: z.string().nullable(),
  waits: z.array(
    z.looseObject({
      what: z.string(),
      owner: z.string(),
      since: moment,
      dueAt: moment.nullable(),
      kind: z.string(),
      key: z.string(),
    }),
  ),
});
export type RunShape = z.infer<typeof runShape>;

export const effectShape = z.looseObject({
  id: z.string(),
  description: z.string(),
  contract: z.string(),
  account: z.string(),
  tier: z.string(),
  status: z.string(),
  process: z.string(),
  run: z.string(),
  attempts: z.number(),
  createdAt: moment,
});
export type EffectShape = z.infer<typeof effectShape>;

export const gateShape = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  title: z.string(),
  reasons: z.array(z.string()),
  proposal: anyJson,
  evidence: anyJson,
  afterYes: z.string(),
  afterNo: z.string(),
  answerSchema: anyJson,
  run: z.string().nullable(),
  process: z.string().nullable(),
  effect: z.string().nullable(),
  owner: z.string(),
  openedAt: moment,
  expiresAt: moment.nullable(),
  answeredAt: moment.nullable(),
  answeredBy: z.string().nullable(),
});
export type GateShape = z.infer<typeof gateShape>;

export const eventShape = z.looseObject({
  number: z.number(),
  type: z.string(),
  at: moment,
  principal: z.string(),
  data: anyJson,
  erased: z.boolean(),
});
export type EventShape = z.infer<typeof eventShape>;

export const runDetailShape = runShape.extend({
  input: anyJson,
  result: anyJson,
  setAside: z
    .looseObject({ code: z.string(), reason: z.string(), next: z.string(), diff: z.string().nullable() })
    .nullable(),
  effects: z.array(effectShape),
  gates: z.array(gateShape),
  events: z.array(eventShape),
  nextEvents: z.number().nullable(),
});
export type RunDetailShape = z.infer<typeof runDetailShape>;

export const gateDetailShape = gateShape.extend({
  answer: z
    .looseObject({ verdict: z.string(), value: anyJson, reason: z.string().nullable(), by: z.string() })
    .nullable(),
});
export type GateDetailShape = z.infer<typeof gateDetailShape>;

const next = z.string().nullable();
export const runsShape = z.looseObject({ runs: z.array(runShape), next });
export const effectsShape = z.looseObject({ effects: z.array(effectShape), next });
export const gatesShape = z.looseObject({ gates: z.array(gateShape), next });

export const receiptShape = z.looseObject({ status: z.string(), runs: z.array(z.string()).default([]) });
export const startedShape = z.looseObject({ status: z.string(), run: z.string() });
export const statusShape = z.looseObject({ status: z.string() });
export const passedOnShape = z.looseObject({ status: z.string(), to: z.string(), warning: z.string().nullable() });
export const answeredShape = z.looseObject({ status: z.string(), by: z.string() });

export const sourcesShape = z.looseObject({
  sources: z.array(
    z.looseObject({
      name: z.string(),
      kind: z.string(),
      state: z.looseObject({
        lastAt: moment.nullable(),
        lastError: z.string().nullable(),
        remedy: z.string().nullable(),
        failingSince: moment.nullable(),
      }),
    }),
  ),
});
export type SourceShape = z.infer<typeof sourcesShape>["sources"][number];

export const healthShape = z.looseObject({
  status: z.string(),
  version: z.string(),
  log: z.looseObject({ position: z.number(), durable: z.number() }),
  reconcilingSince: moment.nullable(),
  stopped: z.array(z.string()),
  restingConnections: z.array(z.string()),
});
export type HealthShape = z.infer<typeof healthShape>;

/** The explanation as a text; `--json` shows it as data, too. */
export const whyShape = z.looseObject({ kind: z.string(), text: z.string() });
