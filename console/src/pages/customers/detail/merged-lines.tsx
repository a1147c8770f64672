/** Customers who count as this one; each can be taken out again, exactly. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import type { CustomerDetail } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export function MergedLines({ customer, mayChange }: { customer: CustomerDetail; mayChange: boolean }) {
  const queryClient = useQueryClient();
  const [undoing, setUndoing] = useState<CustomerDetail["merged"][number] | null>(null);
  return (
    <>
      <ul className="detail-lines">
        {customer.merged.map((each) => (
          <li key={each.id} className="detail-line">
            <span>{each.name}</span>
            {mayChange && (
              <Button look="quiet" className="push" onClick={() => setUndoing(each)}>
                Undo
                <span className="only-read-aloud">: {each.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undoing !== null && (
        <WhyDialog
          title={`Take ${undoing.name} out again`}
          action="Undo"
          placeholder="How it is known that they are two"
          onClose={() => setUndoing(null)}
          onConfirm={async (why) => {
            await send(`customers/${customer.id}/unmerge`, { merged: undoing.id, why });
            await queryClient.invalidateQueries({ queryKey: ["customer"] });
            void queryClient.invalidateQueries({ queryKey: ["customers"] });
            showToast({ text: `${undoing.name} and ${customer.name} are two again.`, tone: "done" });
          }}
        >
          <p className="soft">Both are who they were before. Nothing that was done is undone.</p>
        </WhyDialog>
      )}
    </>
  );
}
