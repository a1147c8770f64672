/** Issues a token and shows it, once. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Scope } from "../../../access/use-may.ts";
import { send } from "../../../api/client.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { scopes, scopeText } from "../role-words.ts";

export function IssueToken({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["read"]);
  const [token, setToken] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const id = useId();
  const isReady = name.trim() !== "" && chosen.length > 0;

  const issue = async () => {
    setFailure(null);
    try {
      const issued = await send<{ token: string }>("tokens", { name: name.trim(), scopes: chosen });
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
      setToken(issued.token);
    } catch (thrown) {
      setFailure(thrown);
    }
  };

  if (token !== null)
    return (
      <Dialog
        title={`The token “${name.trim()}”`}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="stack">
          <p>Copy it now: it is shown this once and kept nowhere. A program sends it as “Authorization: Bearer …”.</p>
          <p className="secret">
            <Copyable value={token} shown={token} what="token" />
          </p>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title="Issue a token"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={id} disabled={!isReady}>
            Issue
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void issue();
        }}
      >
        <div className="field">
          <label htmlFor={`${id}-name`}>Name of the program</label>
          <input
            id={`${id}-name`}
            type="text"
            autoComplete="off"
            value={name}
            placeholder="helpdesk"
            onChange={(event) => setName(event.target.value)}
            autoFocus
          />
        </div>
        <fieldset className="choices">
          <legend>What it may do</legend>
          {scopes.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))
                }
              />
              <span>
                {scope} <span className="soft">{scopeText[scope]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {failure !== null && <FailureNote thrown={failure} changed />}
      </form>
    </Dialog>
  );
}
