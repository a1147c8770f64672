/** Erases what one record holds, for good; the record itself stays in the list. */
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../../api/client.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

interface EraseRecordProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function EraseRecordDialog({ id, onClose }: EraseRecordProps) {
  const queryClient = useQueryClient();
  return (
    <WhyDialog
      title="Erase it"
      action="Erase for good"
      look="danger"
      placeholder="Why, without naming anybody: the reason stays"
      onClose={onClose}
      onConfirm={async (why) => {
        await send(`quarantine/${id}/erase`, { why });
        await queryClient.invalidateQueries({ queryKey: ["quarantine"] });
        void queryClient.invalidateQueries({ queryKey: ["counts"] });
        showToast({ text: "Erased. What it held cannot be read any more.", tone: "done" });
      }}
    >
      <p className="soft">
        This cannot be undone. What it held cannot be read or let in again; that something came, and when, stays on
        record. What was let in from it is a run's, and is erased with whom it is about.
      </p>
    </WhyDialog>
  );
}
