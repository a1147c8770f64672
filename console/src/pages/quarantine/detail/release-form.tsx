/** Lets it in: as it came, or as it should have been. What does not fit now either stays held, and it is said why. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { send } from "../../../api/client.ts";
import type { QuarantinedDetail, Released } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SchemaForm } from "../../../schema-form/schema-form.tsx";
import { useDraft } from "../../../schema-form/use-draft.ts";
import { sentence } from "../../../text/sentences.ts";
import { type Beginning, draftText, jsonOf } from "../beginning.ts";
import { isUnproven, needsCorrection } from "../refusal-words.ts";

interface ReleaseFormProps {
  readonly record: QuarantinedDetail;
  readonly beginning: Beginning;
  /** Of its fields, where they are known; otherwise it is edited as JSON. */
  readonly schema: unknown;
  readonly onClose: () => void;
}

export function ReleaseForm({ record, beginning, schema, onClose }: ReleaseFormProps) {
  const queryClient = useQueryClient();
  const mustEdit = isUnproven(record);
  const [isEdited, setIsEdited] = useState(mustEdit || needsCorrection(record.code));
  const [body, setBody] = useState(() => draftText(beginning));
  const fields = useDraft(schema, jsonOf(beginning));
  const [why, setWhy] = useState("");
  const [outcome, setOutcome] = useState<Released | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();
  const json = readJson(body);

  const release = async () => {
    const edited = !isEdited ? null : schema === null ? json : fields.finish();
    if (edited === undefined) return;
    setIsBusy(true);
    setFailure(null);
    try {
      const sent = edited === null ? { why } : { body: edited.value, why };
      setOutcome(await send<Released>(`quarantine/${record.id}/release`, sent));
      void queryClient.invalidateQueries({ queryKey: ["quarantine"] });
      void queryClient.invalidateQueries({ queryKey: ["counts"] });
    } catch (thrown) {
      setFailure(thrown);
    }
    setIsBusy(false);
  };

  if (outcome?.status === "released") return <LetIn outcome={outcome} />;
  return (
    <form
      className="release"
      onSubmit={(event) => {
        event.preventDefault();
        void release();
      }}
    >
      {mustEdit && (
        <p className="soft">
          Nobody knows who sent this. What you enter here counts as said by you: check it with the sender first.
        </p>
      )}
      {!mustEdit && (
        <label className="release-edit">
          <input type="checkbox" checked={isEdited} onChange={(event) => setIsEdited(event.target.checked)} />
          Correct it first
        </label>
      )}
      {isEdited && schema !== null && (
        <SchemaForm field={fields.field} draft={fields.draft} onChange={fields.change} complaints={fields.complaints} />
      )}
      {isEdited && schema === null && (
        <div className="field">
          <label htmlFor={`${id}-body`}>As it should have been (JSON)</label>
          <textarea
            id={`${id}-body`}
            className="mono"
            rows={10}
            spellCheck={false}
            value={body}
            aria-invalid={json.error !== null}
            aria-describedby={json.error === null ? undefined : `${id}-wrong`}
            onChange={(event) => setBody(event.target.value)}
          />
          {json.error !== null && (
            <p className="field-error" id={`${id}-wrong`}>
              {json.error}
            </p>
          )}
        </div>
      )}
      <div className="field">
        <label htmlFor={`${id}-why`}>Why</label>
        <input
          id={`${id}-why`}
          type="text"
          maxLength={2_000}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </div>
      {outcome?.status === "refused" && (
        <p className="field-error" role="alert">
          Still held: {sentence(outcome.message ?? "it does not fit")}
        </p>
      )}
      {failure !== null && <FailureNote thrown={failure} changed />}
      <div className="row">
        <Button
          look="primary"
          type="submit"
          disabled={isBusy || why.trim() === "" || (isEdited && schema === null && json.error !== null)}
        >
          Let it in
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function LetIn({ outcome: { runs } }: { outcome: Released }) {
  return (
    <div className="note-quiet" role="status">
      <p>
        It is in.{" "}
        {runs.length === 0
          ? "No process begins with it; a run that waited for it goes on."
          : runs.length === 1
            ? "A run began with it: "
            : `${runs.length} runs began with it: `}
        {runs.map((run) => (
          <Link key={run} to="/runs/$id" params={{ id: run }}>
            {run.slice(0, 8)}{" "}
          </Link>
        ))}
      </p>
    </div>
  );
}

function readJson(text: string): { value: unknown; error: string | null } {
  try {
    return { value: JSON.parse(text), error: null };
  } catch (thrown) {
    return {
      value: null,
      error: `This is no JSON yet: ${thrown instanceof Error ? thrown.message : "it cannot be read"}.`,
    };
  }
}
