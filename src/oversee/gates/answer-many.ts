/**
 * Many gates answered with one word: each is a transaction of its own, bound to its own digest, and has its own honest result.
 *
 * Invariants: nothing is answered unless as many gates fit as the person saw; a request that is sent again under the same id goes to the same
 * gates, whatever fits its filter by then, so it answers nothing twice and nothing new, nor what was taken back since. Taken back is what can still be,
 * each by itself: what counts already stays, and is told so.
 */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { derivedId } from "../../kernel/ids.ts";
import { type Answer, type AnswerDeps, answerGate, openedOf } from "./answer-gate.ts";
import { gateStream } from "./gates-table.ts";
import type { HeldAnswers } from "./held-answers.ts";

export const mostAtOnce = 500;

export interface AnswerMany extends Pick<Answer, "reason" | "by" | "holdMs"> {
  readonly verdict: "approve" | "decline";
  /** How many gates the person saw. */
  readonly expected: number;
  /** The sender's id of this request; null where it may be sent once only. */
  readonly id: string | null;
}

export interface AnswerResult {
  readonly id: string;
  readonly title: string;
  readonly status: "recorded" | "already" | "failed";
  readonly code: string | null;
  readonly message: string | null;
}

/** The reason itself lies sealed with each gate that it was given for. Here is a keyed hash of it: it may name a person (K10). */
const requestedSchema = z.object({
  gates: z.array(z.string()),
  verdict: z.enum(["approve", "decline"]),
  reasonHash: z.string(),
});

/** @param match the gates that are meant. @throws other_count, too_many_gates, id_reused */
export async function answerMany(
  deps: AnswerDeps,
  request: AnswerMany,
  match: () => readonly string[],
): Promise<AnswerResult[]> {
  const meant = gatesOf(deps, request, match);
  // Each is written before the next one begins, and all of them share the wait for the disk.
  return Promise.all(meant.gates.map((gate) => answerOne(deps, gate, request, meant.askedAt)));
}

interface Meant {
  readonly gates: readonly string[];
  /** Where the same request was recorded before; null where it comes for the first time. */
  readonly askedAt: number | null;
}

function gatesOf(deps: AnswerDeps, request: AnswerMany, match: () => readonly string[]): Meant {
  const { id, by, verdict, reason, expected } = request;
  const stream = id === null ? null : `answers/${derivedId("answers", by, id)}`;
  const earlier = stream === null ? undefined : deps.log.readEvent(stream, 1);
  const reasonHash = deps.log.pseudonym(JSON.stringify(["reason", reason]));
  if (earlier && !earlier.erased) {
    const known = requestedSchema.parse(earlier.data);
    if (known.verdict === verdict && known.reasonHash === reasonHash)
      return { gates: known.gates, askedAt: earlier.position };
    throw new PraxisError("id_reused", "this id was used before, for another answer", {
      next: "Give each request an id of its own; nothing was recorded.",
    });
  }
  const gates = [...new Set(match())];
  if (gates.length > mostAtOnce) throw tooMany(gates.length);
  if (gates.length !== expected) {
    throw new PraxisError("other_count", `${gates.length} gates fit, not ${expected}`, {
      next: "Look at the list again: it has changed since. Nothing was recorded.",
      fields: { matched: gates.length, expected },
    });
  }
  if (stream !== null)
    deps.log.write((transaction) =>
      transaction.append(stream, 0, [{ type: "AnswersRequested", data: { gates, verdict, reasonHash } }], {
        principal: `person:${by}`,
        subject: "tenant",
      }),
    );
  return { gates, askedAt: null };
}

async function answerOne(
  deps: AnswerDeps,
  gate: string,
  request: AnswerMany,
  askedAt: number | null,
): Promise<AnswerResult> {
  const { verdict, reason, by, holdMs = 0 } = request;
  const named = { id: gate, title: openedOf(deps.log, gate)?.title ?? "(erased)" };
  try {
    if (askedAt !== null && wasTakenBack(deps, gate, askedAt)) throw takenBack();
    const { status } = await answerGate(deps, gate, { verdict, value: null, reason, by, holdMs });
    return { ...named, status, code: null, message: null };
  } catch (thrown) {
    if (!(thrown instanceof PraxisError)) throw thrown;
    return { ...named, status: "failed", code: thrown.code, message: thrown.message };
  }
}

export interface TakeBackResult extends Omit<AnswerResult, "status"> {
  readonly status: "taken back" | "failed";
}

/** Takes answers back that are still held, each by itself. */
export function takeBackMany(
  deps: Pick<AnswerDeps, "log"> & { readonly held: Pick<HeldAnswers, "takeBack"> },
  gates: readonly string[],
  by: string,
): Promise<TakeBackResult[]> {
  const takeBackOne = async (gate: string): Promise<TakeBackResult> => {
    const named = { id: gate, title: openedOf(deps.log, gate)?.title ?? "(erased)" };
    try {
      await deps.held.takeBack(gate, by);
      return { ...named, status: "taken back", code: null, message: null };
    } catch (thrown) {
      if (!(thrown instanceof PraxisError)) throw thrown;
      return { ...named, status: "failed", code: thrown.code, message: thrown.message };
    }
  };
  return Promise.all([...new Set(gates)].map(takeBackOne));
}

/** A request that arrives a second time must not bring back what its sender has thought better of. */
function wasTakenBack({ log }: AnswerDeps, gate: string, askedAt: number): boolean {
  return log.readStream(gateStream(gate)).some(({ type, position }) => type === "GateTakenBack" && position > askedAt);
}

function takenBack(): PraxisError {
  return new PraxisError("taken_back", "the answer that this request gave was taken back since", {
    next: "Answer it anew, by itself; nothing was recorded.",
  });
}

function tooMany(count: number): PraxisError {
  return new PraxisError("bad_count", `${count} gates fit, and ${mostAtOnce} at once are the most`, {
    next: "Narrow the filter; nothing was recorded.",
  });
}
