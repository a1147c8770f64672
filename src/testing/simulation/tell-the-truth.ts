/**
 * The person who is asked what became of an effect, and looks at the other side: what was done under the effect's key is what happened. The
 * output is what the contract makes of the answer that got lost.
 */
import type { Call } from "../../act/call.ts";
import type { AnyContract } from "../../act/contract.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { mailsPath } from "../fakes/mail-line.ts";
import type { Deed, OtherSide } from "../fakes/other-side.ts";
import { answer, type PersonAnswer } from "../person.ts";
import type { SeenGate } from "../seen/seen-gate.ts";

export async function tellTheTruth(
  contract: AnyContract | undefined,
  gate: SeenGate,
  sides: Iterable<OtherSide>,
): Promise<PersonAnswer> {
  const key = isObject(gate.evidence) ? gate.evidence.key : undefined;
  if (gate.kind !== "unknown" || !contract) {
    throw new PraxisError("no_truth", `"the truth" is no answer to the gate "${gate.title}"`, {
      next: 'Only a gate of kind "unknown" asks what happened; answer others with approve(), decline() or answer().',
    });
  }
  const deeds = [...sides].flatMap((side) => side.done.filter((deed) => deed.key === key));
  if (deeds.length === 0) return answer({ happened: false });
  const bound = contract.bind(gate.proposal);
  const output = bound.ok ? await bound.value.perform(callInto(deeds)) : bound;
  return answer({ happened: true, output: output.ok ? output.value : null });
}

/** A call that gives the answers of the past and does nothing. */
function callInto(deeds: readonly Deed[]): Call {
  const recall = async (method: string, path: string): Promise<Json> => {
    const deed = deeds.find((each) => each.route.startsWith(`${method} `) && each.path === path.split("?")[0]);
    return deed?.answer ?? null;
  };
  const [first] = deeds;
  return {
    key: first?.key ?? "",
    account: first?.account ?? "",
    get: (path) => recall("GET", path),
    post: (path) => recall("POST", path),
    put: (path) => recall("PUT", path),
    patch: (path) => recall("PATCH", path),
    delete: (path) => recall("DELETE", path),
    send: async () => {
      const body = deeds.find((each) => each.path === mailsPath)?.body;
      const messageId = isObject(body) && typeof body.messageId === "string" ? body.messageId : "";
      return { messageId, accepted: [], rejected: [], said: "taken" };
    },
  };
}
