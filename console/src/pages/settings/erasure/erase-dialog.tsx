/** The last word before somebody is erased: their name is typed, so that no slip of the hand does it. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { send } from "../../../api/client.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export interface Erased {
  readonly kind: "customer" | "subject";
  readonly id: string;
  readonly name: string;
}

interface EraseDialogProps {
  readonly erased: Erased;
  readonly onClose: () => void;
  readonly onErased: () => void;
}

export function EraseDialog({ erased: { kind, id, name }, onClose, onErased }: EraseDialogProps) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState("");
  const field = useId();
  return (
    <WhyDialog
      title={`Erase ${name}`}
      action="Erase for good"
      look="danger"
      placeholder="They asked for it, by which mail of which day"
      missing={typed.trim() === name ? null : `Nobody is erased yet: type “${name}” above, exactly so.`}
      onClose={onClose}
      onConfirm={async (why) => {
        const { erased } =
          kind === "customer"
            ? await send<{ erased: boolean }>(`customers/${id}/forget`, { why })
            : await send<{ erased: boolean }>("subjects/forget", { subject: id, why });
        // Whoever shows them now goes on first: they cannot be read any more.
        onErased();
        void queryClient.invalidateQueries({ queryKey: ["customers"] });
        showToast({
          text: erased ? `Erased. Nothing can be read of ${name} any more.` : `Nothing was sealed for ${name}.`,
          tone: erased ? "done" : "plain",
        });
      }}
    >
      <p>This cannot be undone. Runs that wait for something of theirs may be set aside.</p>
      <div className="field">
        <label htmlFor={field}>Type “{name}” to confirm</label>
        <input
          id={field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
    </WhyDialog>
  );
}
