/** Says that another customer is this one: they are looked up by a handle, chosen, and put together with a reason. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { get, RequestFailed, send } from "../../../api/client.ts";
import type { Customer, CustomerDetail } from "../../../api/types.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { handlesInLine } from "../customer-words.ts";

export function MergeDialog({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Customer | null>(null);
  const field = useId();
  const q = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ["customers", "search", q],
    queryFn: ({ signal }) => get<{ customers: Customer[] }>("customers", { q, limit: 10 }, signal),
    enabled: q.length > 1,
  });
  const found = data?.customers.filter(({ id }) => id !== customer.id) ?? [];
  return (
    <WhyDialog
      title={`Put together with ${customer.name}`}
      action="Put together"
      placeholder="How it is known that they are one"
      onClose={onClose}
      onConfirm={async (why) => {
        if (chosen === null)
          throw new RequestFailed(
            422,
            "nobody_chosen",
            "Nobody is chosen",
            "Search for the other one and choose them.",
          );
        const { status } = await send<{ status: "merged" | "already" }>("customers/merge", {
          keep: customer.id,
          merge: chosen.id,
          why,
        });
        await queryClient.invalidateQueries({ queryKey: ["customer"] });
        void queryClient.invalidateQueries({ queryKey: ["customers"] });
        void queryClient.invalidateQueries({ queryKey: ["suggestions"] });
        showToast({
          text: status === "merged" ? `${chosen.name} and ${customer.name} are one.` : "They were one already.",
          tone: "done",
        });
      }}
    >
      <p className="soft">Both count as one from now on, in limits too. Runs stay as they are, and it can be undone.</p>
      <div className="field">
        <label htmlFor={field}>A handle of the other one</label>
        <input
          id={field}
          type="text"
          value={typed}
          placeholder="The whole mail address, name or order"
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(null);
          }}
        />
      </div>
      {q.length > 1 && data && (
        <fieldset className="merge-found">
          <legend className="only-read-aloud">Who was found</legend>
          {found.length === 0 && <p className="field-note">Nobody else has exactly this handle.</p>}
          {found.map((each) => (
            <label key={each.id}>
              <input type="radio" name={field} checked={chosen?.id === each.id} onChange={() => setChosen(each)} />
              <span>
                {each.name} <span className="soft">{handlesInLine(each)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </WhyDialog>
  );
}
