/** A person's word on whether two customers are one, with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../../api/client.ts";
import type { MergeSuggestion } from "../../../api/types.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export interface Decision {
  readonly suggestion: MergeSuggestion;
  readonly isOne: boolean;
}

export function SuggestionDialog({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { suggestion, isOne } = decision;
  const { id, one, other, why: speaks } = suggestion;
  return (
    <WhyDialog
      title={`${one.name} and ${other.name} are ${isOne ? "one" : "two"}`}
      action={isOne ? "They are one" : "They are two"}
      placeholder="How it is known"
      onClose={onClose}
      onConfirm={async (why) => {
        if (isOne) await send("customers/merge", { keep: one.id, merge: other.id, why });
        else await send(`customers/suggestions/${id}/dismiss`, { why });
        await queryClient.invalidateQueries({ queryKey: ["suggestions"] });
        void queryClient.invalidateQueries({ queryKey: ["customers"] });
        void queryClient.invalidateQueries({ queryKey: ["customer"] });
        showToast({ text: `${one.name} and ${other.name} are ${isOne ? "one" : "two"}.`, tone: "done" });
      }}
    >
      <p className="soft">{speaks}</p>
      <p className="soft">
        {isOne
          ? "Both count as one from now on, in limits too. It can be undone from the customer’s page."
          : "It is not suggested again."}
      </p>
    </WhyDialog>
  );
}
