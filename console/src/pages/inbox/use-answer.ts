/**
 * Sends an answer. The server records it at once and holds it for a few seconds, in which it can be taken back: nothing follows from it
 * before. The card leaves at once; if the answer is refused it comes back with the reason. Answers are taken back one after the other, newest first,
 * also one that is still on its way to the server.
 */
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../api/client.ts";
import { explainFailure } from "../../api/explain-failure.ts";
import type { Gate } from "../../api/types.ts";
import { closeToast, showToast } from "../../components/feedback/toast-store.ts";
import { forgetDraftsOfGate } from "../../kept/drafts.ts";
import { markAnswered } from "./answered-store.ts";
import { toldAs } from "./gate-words.ts";
import { rememberUndo } from "./last-undo.ts";

export interface GivenAnswer {
  readonly verdict: "approve" | "answer" | "decline";
  /** Edited arguments or the answer; null for a plain yes or no. */
  readonly value: unknown;
  readonly reason: string | null;
}

const holdMs = 5_000;

/** @param reopen shows a question again whose answer did not stand */
export function useAnswer(reopen: (gate: Gate) => void): (gate: Gate, given: GivenAnswer) => void {
  const queryClient = useQueryClient();

  const comeBack = (gate: Gate) => {
    markAnswered([gate.id], false);
    void queryClient.invalidateQueries({ queryKey: ["gates"] });
    void queryClient.invalidateQueries({ queryKey: ["gate", gate.id] });
    reopen(gate);
  };

  const takeBack = async (gate: Gate) => {
    try {
      await send(`gates/${gate.id}/take-back`);
      comeBack(gate);
      showToast({ about: gate.id, text: `Taken back: ${gate.title}` });
    } catch (thrown) {
      const { what, next } = explainFailure(thrown, true);
      showToast({ about: gate.id, text: `It could not be taken back. ${what}`, detail: next, tone: "failed" });
    }
  };

  /** @returns the message that tells of it, once the server has it; null where it was refused. */
  const record = async (gate: Gate, given: GivenAnswer, forget: () => void): Promise<number | null> => {
    markAnswered([gate.id], true);
    try {
      await send(`gates/${gate.id}/answer`, { ...given, holdMs }, { keepalive: true });
    } catch (thrown) {
      const { what, kept, next, isUnsure } = explainFailure(thrown, true);
      forget();
      comeBack(gate);
      const verb = isUnsure ? "Perhaps not recorded" : "Not recorded";
      showToast({
        about: gate.id,
        text: `${verb}: ${gate.title}`,
        detail: `${what} ${kept} ${next}`,
        tone: "failed",
      });
      return null;
    }
    forgetDraftsOfGate(gate.id);
    const toast = showToast({
      about: gate.id,
      text: toldAs(gate, given.verdict, given.value),
      tone: "done",
      forMs: holdMs,
      action: {
        label: "Undo",
        keys: "Z",
        run: () => {
          forget();
          void takeBack(gate);
        },
      },
    });
    void queryClient.invalidateQueries({ queryKey: ["counts"] });
    return toast;
  };

  return (gate, given) => {
    let forget = (): void => undefined;
    const recorded = record(gate, given, () => forget());
    const undo = async (): Promise<void> => {
      const toast = await recorded;
      if (toast === null) return;
      closeToast(toast);
      await takeBack(gate);
    };
    forget = rememberUndo(() => void undo(), holdMs);
  };
}
