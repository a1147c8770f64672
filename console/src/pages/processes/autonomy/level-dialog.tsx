/** Changes how far actions may go alone, with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { RequestFailed, send } from "../../../api/client.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { explainLevel, levels } from "../../../text/level-words.ts";

export interface LevelPlace {
  readonly process: string | null;
  /** Null for a whole process; empty where it is still to be chosen. */
  readonly contract: string | null;
  readonly level: string;
  /** What would hold here if nothing were set; null where nothing is, or where it is still to be chosen. */
  readonly inherited: string | null;
}

const inherit = "inherit";

interface LevelDialogProps {
  readonly place: LevelPlace;
  readonly contracts: readonly string[];
  readonly onClose: () => void;
}

export function LevelDialog({ place, contracts, onClose }: LevelDialogProps) {
  const queryClient = useQueryClient();
  const [level, setLevel] = useState(place.level);
  const [contract, setContract] = useState(place.contract);
  const field = useId();
  const { process } = place;
  const where =
    process === null ? "everything" : contract === null ? process : `${contract || "one contract"} in ${process}`;
  const above = process === null ? "as the code has it" : contract === null ? "as everything" : `as ${process}`;
  return (
    <WhyDialog
      title={`Autonomy of ${where}`}
      action="Change"
      placeholder="What was seen that makes this the right level"
      onClose={onClose}
      onConfirm={async (why) => {
        if (contract === "")
          throw new RequestFailed(
            422,
            "bad_input",
            "No contract is chosen",
            "Choose the contract that gets this level.",
          );
        const { warning, level: now } = await send<{ warning: string | null; level: string }>(
          "settings/levels",
          { process, contract, level: level === inherit ? null : level, why },
          { method: "PUT" },
        );
        await queryClient.invalidateQueries({ queryKey: ["processes"] });
        void queryClient.invalidateQueries({ queryKey: ["settings"] });
        showToast({
          text: level === inherit ? `Autonomy of ${where}: ${now}, ${above}.` : `Autonomy of ${where}: ${now}.`,
          tone: "done",
          ...(warning === null ? {} : { detail: warning }),
        });
      }}
    >
      {place.contract === "" && (
        <div className="field">
          <label htmlFor={field}>Contract</label>
          <select
            id={field}
            className="choice"
            value={contract ?? ""}
            onChange={(event) => setContract(event.target.value)}
          >
            <option value="">Choose</option>
            {contracts.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <RoleNote need="admin" doing="let actions go further than now" />
      <fieldset className="level-choice">
        <legend className="only-read-aloud">Level</legend>
        {place.inherited !== null && (
          <label>
            <input type="radio" name={field} checked={level === inherit} onChange={() => setLevel(inherit)} />
            <span>
              <span className="level">{above}</span>
              <span className="soft">
                What is set here goes away, and what holds there holds here: {place.inherited} now.
              </span>
            </span>
          </label>
        )}
        {levels.map((each) => (
          <label key={each}>
            <input type="radio" name={field} checked={level === each} onChange={() => setLevel(each)} />
            <span>
              <span className="level">{each}</span>
              <span className="soft">{explainLevel(each)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </WhyDialog>
  );
}
