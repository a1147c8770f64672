/** Sets a record aside for good, with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../../api/client.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export function DismissDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <WhyDialog
      title="Dismiss it"
      action="Dismiss"
      placeholder="Why nothing is to come of it"
      onClose={onClose}
      onConfirm={async (why) => {
        await send(`quarantine/${id}/dismiss`, { why });
        await queryClient.invalidateQueries({ queryKey: ["quarantine"] });
        void queryClient.invalidateQueries({ queryKey: ["counts"] });
        showToast({ text: "Dismissed. It stays on record.", tone: "done" });
      }}
    >
      <p className="soft">It stays on record with your reason, and nothing comes of it.</p>
    </WhyDialog>
  );
}
