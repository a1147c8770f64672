/** Revokes a token, after saying what that means. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export function RevokeToken({ name, onClose }: { name: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const revoke = async () => {
    setFailure(null);
    try {
      await send(`tokens/${encodeURIComponent(name)}`, {}, { method: "DELETE" });
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
      showToast({ text: `The token “${name}” opens nothing any more.`, tone: "done" });
      onClose();
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  return (
    <Dialog
      title={`Revoke “${name}”`}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" onClick={() => void revoke()}>
            Revoke
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          The program that has it is refused from its next request on. This cannot be undone; a new token can be issued.
        </p>
        {failure !== null && <FailureNote thrown={failure} changed />}
      </div>
    </Dialog>
  );
}
