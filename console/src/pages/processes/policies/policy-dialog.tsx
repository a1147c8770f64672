/** Changes a policy's parameters in a form made from their own schema, with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { RequestFailed, send } from "../../../api/client.ts";
import type { Policy } from "../../../api/types.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { SchemaForm } from "../../../schema-form/schema-form.tsx";
import { useDraft } from "../../../schema-form/use-draft.ts";

export function PolicyDialog({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { field, draft, complaints, change, finish } = useDraft(policy.schema, policy.parameters);
  return (
    <WhyDialog
      title={`Change “${policy.name}”`}
      action="Change"
      placeholder="What makes this the right rule now"
      onClose={onClose}
      onConfirm={async (why) => {
        const finished = finish();
        if (!finished)
          throw new RequestFailed(422, "bad_parameters", "Some of it is not right", "Correct what is marked above.");
        const path = `settings/policies/${encodeURIComponent(policy.name)}`;
        await send(path, { parameters: finished.value, why }, { method: "PUT" });
        await queryClient.invalidateQueries({ queryKey: ["processes"] });
        void queryClient.invalidateQueries({ queryKey: ["settings"] });
        showToast({ text: `Changed: ${policy.name}.`, tone: "done" });
      }}
    >
      <p className="soft">
        It counts from the next judgement on. Approvals that were given under the old rule are asked again.
      </p>
      <SchemaForm field={field} draft={draft} onChange={change} complaints={complaints} />
    </WhyDialog>
  );
}
