/** Removes a person, after saying what that means. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export function RemovePerson({ name, onClose }: { name: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const remove = async () => {
    setFailure(null);
    try {
      const { warning } = await send<{ warning: string | null }>(
        `people/${encodeURIComponent(name)}`,
        {},
        { method: "DELETE" },
      );
      await queryClient.invalidateQueries({ queryKey: ["people"] });
      showToast({
        text: `${name} may not sign in any more.`,
        tone: "done",
        ...(warning === null ? {} : { detail: warning, forMs: null }),
      });
      onClose();
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  return (
    <Dialog
      title={`Remove ${name}`}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" onClick={() => void remove()}>
            Remove
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          They are signed out at once, and their mail address is erased. What they decided stays on record under their
          name.
        </p>
        {failure !== null && <FailureNote thrown={failure} changed />}
      </div>
    </Dialog>
  );
}
