/** Forks a run from a step: choose it, edit what it was given, rehearse, and only then fork. A change after the rehearsal asks for another one. */
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import { send } from "../../../api/client.ts";
import type { ForkRequest, Rehearsal, Story } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { JsonEditor, type JsonText, readJsonText } from "./json-editor.tsx";
import { RecordedOutcome } from "./recorded-outcome.tsx";
import { RehearsalTable } from "./rehearsal-table.tsx";

interface ForkDialogProps {
  readonly story: Story;
  readonly fromStep: number;
  readonly onClose: () => void;
}

export function ForkDialog({ story, fromStep, onClose }: ForkDialogProps) {
  const { run, steps, input } = story;
  const navigate = useNavigate();
  const [step, setStep] = useState(steps.some(({ seq }) => seq === fromStep) ? fromStep : (steps[0]?.seq ?? 1));
  const [inputText, setInputText] = useState<JsonText | null>(null);
  const [outcomeText, setOutcomeText] = useState<JsonText | null>(null);
  const [why, setWhy] = useState("");
  const [rehearsed, setRehearsed] = useState<{ of: string; rehearsal: Rehearsal } | null>(null);
  const ids = { step: useId(), why: useId() };

  const mayApprove = useMay("approve");
  const chosen = steps.find(({ seq }) => seq === step);
  const isReadable = [inputText, outcomeText].every((text) => text === null || readJsonText(text).ok);
  const request = requestOf(step, inputText, outcomeText);
  const isRehearsed = rehearsed?.of === JSON.stringify(request);

  const rehearse = useMutation({
    mutationFn: () => send<Rehearsal>(`runs/${run.id}/rehearse`, request),
    onSuccess: (rehearsal) => setRehearsed({ of: JSON.stringify(request), rehearsal }),
  });
  const fork = useMutation({
    mutationFn: () => send<{ run: string }>(`runs/${run.id}/fork`, { ...request, why: why.trim() }),
    onSuccess: async ({ run: id }) => {
      onClose();
      await navigate({ to: "/runs/$id", params: { id } });
      showToast({ text: "Forked. This is the new run.", tone: "done" });
    },
  });

  return (
    <Dialog
      title="Fork this run"
      size="large"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look={isRehearsed ? "plain" : "primary"}
            onClick={() => rehearse.mutate()}
            disabled={rehearse.isPending || !isReadable}
          >
            {rehearsed === null ? "Rehearse" : "Rehearse again"}
          </Button>
          <Button
            look={isRehearsed ? "primary" : "plain"}
            onClick={() => fork.mutate()}
            disabled={!isRehearsed || why.trim() === "" || fork.isPending}
          >
            Fork
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="soft">
          A new run keeps what was recorded before the step, and goes on from there. The old run stays as it is. What
          was done in the world before is met, and not done again.
        </p>
        <div className="field">
          <label htmlFor={ids.step}>From which step</label>
          <select
            id={ids.step}
            className="choice"
            value={step}
            onChange={(event) => {
              setStep(Number(event.target.value));
              setOutcomeText(null);
            }}
          >
            {steps.map(({ seq, kind, name }) => (
              <option key={seq} value={seq}>
                {seq}. {kind}: {name}
              </option>
            ))}
          </select>
        </div>
        <JsonEditor label="Give the run another input" initial={input} text={inputText} onChange={setInputText} />
        {chosen?.editable && !mayApprove && <RoleNote need="approve" doing="give a step another outcome" />}
        {chosen?.editable && mayApprove && (
          <RecordedOutcome key={step} run={run.id} step={chosen}>
            {(value) => (
              <JsonEditor
                label={`Give step ${step} another outcome`}
                initial={value}
                text={outcomeText}
                onChange={setOutcomeText}
              />
            )}
          </RecordedOutcome>
        )}
        {rehearsed !== null && <RehearsalTable rehearsal={rehearsed.rehearsal} isOld={!isRehearsed} />}
        {isRehearsed && (
          <div className="field">
            <label htmlFor={ids.why}>Why</label>
            <textarea id={ids.why} rows={2} value={why} onChange={(event) => setWhy(event.target.value)} />
          </div>
        )}
        {rehearse.isError && <FailureNote thrown={rehearse.error} />}
        {fork.isError && <FailureNote thrown={fork.error} changed />}
      </div>
    </Dialog>
  );
}

function requestOf(step: number, input: JsonText | null, outcome: JsonText | null): ForkRequest {
  const read = input === null ? null : readJsonText(input);
  const given = outcome === null ? null : readJsonText(outcome);
  return {
    fromStep: step,
    edits: {
      ...(read?.ok ? { input: read.value } : {}),
      outcomes: given?.ok ? { [String(step)]: given.value } : {},
    },
  };
}
