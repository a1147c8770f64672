/** Adds a person; their first login link follows at once. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { send } from "../../../api/client.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { type Role, roles, roleText } from "../role-words.ts";

export function AddPerson({ onClose, onAdded }: { onClose: () => void; onAdded: (name: string) => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [mail, setMail] = useState("");
  const [role, setRole] = useState<Role>("approver");
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();

  const add = async () => {
    setIsBusy(true);
    setFailure(null);
    try {
      await send("people", { name: name.trim(), role, mail: mail.trim() === "" ? null : mail.trim() });
      await queryClient.invalidateQueries({ queryKey: ["people"] });
      onClose();
      onAdded(name.trim());
    } catch (thrown) {
      setFailure(thrown);
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      title="Add somebody"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={id} disabled={isBusy || name.trim() === ""}>
            Add
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void add();
        }}
      >
        <div className="field">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            type="text"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoFocus
          />
          <p className="field-note">Short, as it will stand in every answer they give: ana</p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-mail`}>
            Mail address <span className="faint">(optional)</span>
          </label>
          <input
            id={`${id}-mail`}
            type="email"
            autoComplete="off"
            value={mail}
            onChange={(event) => setMail(event.target.value)}
          />
          <p className="field-note">Questions that wait for them are told there. Only admins see it.</p>
        </div>
        <fieldset className="choices">
          <legend>Role</legend>
          {roles.map((each) => (
            <label key={each}>
              <input type="radio" name={id} checked={role === each} onChange={() => setRole(each)} />
              <span>
                {each} <span className="soft">{roleText[each]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {failure !== null && <FailureNote thrown={failure} changed />}
      </form>
    </Dialog>
  );
}
