/** A source's form. What is sent in carries an id of its own, so that sending it again brings nothing twice. */
import { useQueryClient } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { send } from "../../../api/client.ts";
import type { Source, Submitted } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { draftOf } from "../../../schema-form/draft.ts";
import { examplesOf } from "../../../schema-form/read-schema.ts";
import { SchemaForm } from "../../../schema-form/schema-form.tsx";
import { useDraft } from "../../../schema-form/use-draft.ts";
import { isRecord } from "../../../text/facts.ts";
import { newSubmissionId } from "./new-submission-id.ts";
import { SentNote } from "./sent-note.tsx";

interface Sent {
  readonly id: string;
  readonly outcome: Submitted;
}

const mostKept = 5;

export function TicketForm({ source, maySend }: { source: Source; maySend: boolean }) {
  const queryClient = useQueryClient();
  const [round, setRound] = useState(0);
  const [sent, setSent] = useState<readonly Sent[]>([]);
  return (
    <div className="stack">
      <Fields
        key={round}
        source={source}
        maySend={maySend}
        onSent={(entry) => {
          setSent((before) => [entry, ...before].slice(0, mostKept));
          setRound((number) => number + 1);
          void queryClient.invalidateQueries({ queryKey: ["sources"] });
          void queryClient.invalidateQueries({ queryKey: ["counts"] });
        }}
      />
      {sent.length > 0 && (
        <ul className="sent" aria-label="Sent in">
          {sent.map(({ id, outcome }) => (
            <li key={id}>
              <SentNote outcome={outcome} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface FieldsProps {
  readonly source: Source;
  readonly maySend: boolean;
  readonly onSent: (sent: Sent) => void;
}

function Fields({ source, maySend, onSent }: FieldsProps) {
  const { field, draft, complaints, change, finish, forget } = useDraft(source.form, undefined, `form/${source.name}`);
  const examples = useMemo(() => examplesOf(source.form), [source.form]);
  const [id] = useState(newSubmissionId);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const wrong = useId();

  const submit = async () => {
    const finished = finish();
    if (!finished || !isRecord(finished.value)) return;
    setIsBusy(true);
    setFailure(null);
    try {
      const path = `sources/${encodeURIComponent(source.name)}/submit`;
      const outcome = await send<Submitted>(path, { values: finished.value, id });
      forget();
      onSent({ id, outcome });
    } catch (thrown) {
      setFailure(thrown);
      setIsBusy(false);
    }
  };

  return (
    <form
      className="stack ticket-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {examples.length > 0 && maySend && (
        <p className="row ticket-examples">
          <span className="soft">For a start:</span>
          {examples.map(({ title, value }) => (
            <button key={title} type="button" className="link-button" onClick={() => change(draftOf(field, value))}>
              {title}
            </button>
          ))}
        </p>
      )}
      <fieldset disabled={!maySend}>
        <SchemaForm field={field} draft={draft} onChange={change} complaints={complaints} />
      </fieldset>
      {Object.keys(complaints).length > 0 && (
        <p className="field-error" role="alert" id={wrong}>
          Not sent: correct what is marked.
        </p>
      )}
      {failure !== null && <FailureNote thrown={failure} changed />}
      <div className="row">
        <Button look="primary" type="submit" keys="Ctrl ⏎" disabled={!maySend || isBusy}>
          Send it in
        </Button>
      </div>
    </form>
  );
}
