/** Hands a question to somebody else, or up. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { get, send } from "../../../api/client.ts";
import type { Gate } from "../../../api/types.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { forgetDraftsOfGate } from "../../../kept/drafts.ts";

interface Person {
  readonly name: string;
  readonly role: string;
}

interface PassedOn {
  readonly to: string;
  readonly warning: string | null;
}

const admins = "admin";

const mayAnswer: ReadonlySet<string> = new Set(["approver", admins]);

export function PassOnDialog({ gate, up, onClose }: { gate: Gate; up: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const id = useId();
  const [to, setTo] = useState(up ? admins : "");
  const { data } = useQuery({
    queryKey: ["people"],
    queryFn: ({ signal }) => get<{ people: Person[] }>("people", {}, signal),
  });
  const others = data?.people.filter(({ name, role }) => name !== gate.owner && mayAnswer.has(role)) ?? [];
  return (
    <WhyDialog
      title={up ? "Pass it up" : "Ask somebody else"}
      action="Pass on"
      label="What should they know"
      placeholder="Why you hand it on, and what you found out"
      keptAs={`gate/${gate.id}/note`}
      onClose={onClose}
      onConfirm={async (why) => {
        const passed = await send<PassedOn>(`gates/${gate.id}/pass-on`, { to: to.trim(), why });
        forgetDraftsOfGate(gate.id);
        await queryClient.invalidateQueries({ queryKey: ["gates"] });
        await queryClient.invalidateQueries({ queryKey: ["gate", gate.id] });
        const whom = passed.to === admins ? "the admins" : passed.to;
        const { warning } = passed;
        const text = `Passed on to ${whom}: ${gate.title}`;
        // A warning stays until it is read: nobody else will tell them.
        showToast(warning === null ? { text, tone: "done" } : { text, tone: "plain", detail: warning, forMs: null });
      }}
    >
      <div className="field">
        <label htmlFor={id}>To</label>
        <input
          id={id}
          data-filled={up || undefined}
          list={`${id}-people`}
          value={to}
          required
          onChange={(event) => setTo(event.target.value)}
        />
        <datalist id={`${id}-people`}>
          <option value={admins}>Any admin</option>
          {others.map(({ name, role }) => (
            <option key={name} value={name}>
              {role}
            </option>
          ))}
        </datalist>
      </div>
    </WhyDialog>
  );
}
