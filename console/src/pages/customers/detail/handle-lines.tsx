/** Every handle, why it is theirs, and taking away one that is not. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import type { CustomerDetail } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { Moment } from "../../../components/values/moment.tsx";
import { handleKind } from "../customer-words.ts";

type Handle = CustomerDetail["handles"][number];

const fewAtFirst = 12;

export function HandleLines({ customer, mayChange }: { customer: CustomerDetail; mayChange: boolean }) {
  const queryClient = useQueryClient();
  const [taking, setTaking] = useState<Handle | null>(null);
  const [isAll, setIsAll] = useState(false);
  const { id, handles } = customer;
  const shown = isAll ? handles : handles.slice(0, fewAtFirst);
  return (
    <>
      <ul className="detail-lines">
        {shown.map((handle) => (
          <li key={`${handle.kind} ${handle.value}`} className="handle-line">
            <p>
              <span className="faint handle-kind">{handleKind(handle.kind)}</span>
              <Copyable value={handle.value} shown={handle.value} what={handleKind(handle.kind).toLowerCase()} />
            </p>
            <p className="soft">
              {handle.why}, <Moment at={handle.at} />
            </p>
            {mayChange && handles.length > 1 && (
              <Button look="quiet" className="handle-take" onClick={() => setTaking(handle)}>
                Not theirs
                <span className="only-read-aloud">: {handle.value}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {handles.length > shown.length && (
        <Button look="quiet" onClick={() => setIsAll(true)}>
          Show all {handles.length}
        </Button>
      )}
      {taking !== null && (
        <WhyDialog
          title={`Take ${taking.value} away`}
          action="Take away"
          placeholder="How it is known that this is somebody else’s"
          onClose={() => setTaking(null)}
          onConfirm={async (why) => {
            await send(`customers/${id}/unlink`, { handle: { kind: taking.kind, value: taking.value }, why });
            await queryClient.invalidateQueries({ queryKey: ["customer", id] });
            void queryClient.invalidateQueries({ queryKey: ["customers"] });
            showToast({ text: `${taking.value} is not theirs any more.`, tone: "done" });
          }}
        >
          <p className="soft">
            What comes in under it from now on is not taken for theirs. Runs that were stay as they are.
          </p>
        </WhyDialog>
      )}
    </>
  );
}
