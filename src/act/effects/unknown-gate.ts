/** Asking a person what became of an effect that nobody here can tell (E2): it happened, with this output, or it did not. */
import { z } from "zod";
import { isObject, type Json, type JsonObject, toJson } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { AnyContract } from "../contract.ts";
import type { GateState, Gates } from "../ports.ts";
import { effectStream } from "./effect-events.ts";
import type { EffectRow, Ledger } from "./ledger.ts";
import type { Transition } from "./transitions.ts";

export const unknownAnswerSchema = z.object({
  happened: z.boolean().describe("true if the other side has done it, false if it is certain that it has not"),
  output: anyJson.optional().describe("what the other side returned, where it happened: see the contract's output"),
});

/** As JSON Schema: what happened has to come with an output that the process can read. @param outputJsonSchema null where nobody will read it */
function answerSchemaOf(outputJsonSchema: Json): Json {
  const answer = (happened: boolean, more: JsonObject): Json => ({
    type: "object",
    properties: { happened: { const: happened }, ...more },
    required: ["happened", ...Object.keys(more)],
    ...(outputJsonSchema === null ? { additionalProperties: false } : {}),
  });
  const { $schema: _, ...output } = isObject(outputJsonSchema) ? outputJsonSchema : {};
  const happened = answer(true, outputJsonSchema === null ? {} : { output: toJson(output) });
  return { anyOf: [happened, answer(false, {})] };
}

export const unknownKey = (effectId: string): string => `effect/${effectId}/unknown`;

/**
 * Of what was wished by somebody who is erased, a person is asked only whether it was done: nobody will read what the other side returned, and nothing more is learned of them (K10).
 * @param contract undefined where no file exports it, and its run cannot be replayed any more
 * @param unrepeatable why it cannot be attempted again, where it cannot
 */
export function askUnknown(
  deps: { log: EventLog; gates: Gates; ledger: Ledger },
  row: EffectRow,
  contract: AnyContract | undefined,
  unrepeatable: string | null,
): void {
  const intended = deps.ledger.intended(row.id);
  const output = intended && contract ? contract.outputJsonSchema : null;
  const first = deps.log.readEvent(effectStream(row.id), 1);
  deps.log.write((transaction) =>
    deps.gates.open(transaction, {
      key: unknownKey(row.id),
      kind: "unknown",
      run: row.run,
      process: row.process,
      effect: row.id,
      account: row.account,
      subject: null,
      ...(intended === undefined || first?.subjects[0] === undefined ? {} : { pseudonym: first.subjects[0] }),
      correlation: first?.correlation ?? row.run,
      title: `Did this happen? ${intended?.description ?? row.contract}`,
      reasons: [
        "an attempt was made, and the other side's answer never came",
        `${row.contract} is ${row.tier}: ${whyNobodyHereCanTell(row, contract?.canLookUp === true)}`,
      ],
      proposal: intended?.wish ?? null,
      evidence: toJson({
        contract: row.contract,
        tier: row.tier,
        connection: row.connection,
        key: deps.ledger.idempotencyKey(row),
        attempts: row.attempt,
        output,
      }),
      afterYes:
        output === null
          ? "it counts as done, and is not done again"
          : "it counts as done, with the output you give, and is not done again",
      afterNo:
        unrepeatable === null
          ? "it is attempted again"
          : `it counts as not done, and is not attempted again, for ${unrepeatable}`,
      answerSchema: answerSchemaOf(output),
      bound: row.wishDigest,
      policyVersion: "",
      expiresAfterMs: null,
    }),
  );
}

function whyNobodyHereCanTell({ tier }: EffectRow, canLookUp: boolean): string {
  if (canLookUp) return "the other side was asked and gave no answer";
  if (tier === "T1") return "it cannot be asked again under its key, which the other side may have forgotten by now";
  return "the other side cannot be asked by Praxis";
}

/** The transition that follows from the answer, if there is one for the last attempt. */
export function readUnknownAnswer(gate: GateState | undefined, contract: AnyContract | undefined): Transition | null {
  if (gate?.status !== "answered" || gate.used) return null;
  const answer = unknownAnswerSchema.safeParse(gate.value);
  if (!answer.success) return null;
  const by = gate.answeredBy ?? "somebody";
  if (!answer.data.happened) {
    return {
      type: "EffectRetrying",
      data: { attempt: 0, why: `${by} looked: it was not done`, nextAt: 0 },
      principal: `person:${by}`,
    };
  }
  const said = answer.data.output ?? null;
  const output = contract?.readOutput(said) ?? { ok: true, value: said };
  return {
    type: "EffectSucceeded",
    data: { output: output.ok ? output.value : null, how: "said by a person", by },
    principal: `person:${by}`,
  };
}
