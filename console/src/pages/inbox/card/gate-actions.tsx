/** What can be answered: one key each. Questions, unknowns and work by hand have their form right here. */

import { useQuery } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { sessionOptions } from "../../../api/queries.ts";
import type { Gate } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Menu } from "../../../components/controls/menu.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { useShortcuts } from "../../../keyboard/use-shortcuts.ts";
import { editableSchema, gateWords, isEditable, withEdits } from "../gate-words.ts";
import type { GivenAnswer } from "../use-answer.ts";
import { AnswerForm } from "./answer-form.tsx";
import { PassOnDialog } from "./pass-on-dialog.tsx";
import { UnknownForm } from "./unknown-form.tsx";

interface GateActionsProps {
  readonly gate: Gate;
  readonly isOpen: boolean;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
  readonly onAnswer: (gate: Gate, given: GivenAnswer) => void;
}

export function GateActions({ gate, isOpen, isEditing, onEdit, onAnswer }: GateActionsProps) {
  const [dialog, setDialog] = useState<"decline" | "pass on" | "pass up" | null>(null);
  const { yes, no } = gateWords(gate.kind);
  const isRead = useReadingTime();
  const may = isOpen && gate.mayAnswer;
  const hasForm = gate.kind === "question" || gate.kind === "by hand";
  const canApprove = may && !hasForm && yes !== null;
  const canEdit = may && isEditable(gate);
  const approve = () => onAnswer(gate, { verdict: "approve", value: null, reason: null });

  useShortcuts("This question", [
    { keys: "a", label: "Approve", run: approve, enabled: isRead && canApprove && !isEditing },
    { keys: "e", label: "Edit", run: () => onEdit(true), enabled: isRead && canEdit && !isEditing },
    {
      keys: "d",
      label: "Decline, with a reason",
      run: () => setDialog("decline"),
      enabled: isRead && may && no !== null,
    },
    { keys: "p", label: "Ask somebody else", run: () => setDialog("pass on"), enabled: isRead && may },
    { keys: "u", label: "Pass it up", run: () => setDialog("pass up"), enabled: isRead && may },
  ]);

  if (!isOpen) return null;
  if (!gate.mayAnswer) return <MayNot gate={gate} />;
  return (
    <Answers isRead={isRead}>
      {isEditing && (
        <AnswerForm
          schema={editableSchema(gate.answerSchema)}
          value={gate.proposal}
          action="Approve as edited"
          why={gate.explainEdits ? "needed" : "optional"}
          keptAs={`gate/${gate.id}/edits`}
          onCancel={() => onEdit(false)}
          onSend={(edits, reason) =>
            onAnswer(gate, { verdict: "approve", value: withEdits(gate.proposal, edits), reason })
          }
        />
      )}
      {hasForm && (
        <AnswerForm
          schema={gate.answerSchema}
          value={undefined}
          action={yes ?? "Send"}
          keptAs={`gate/${gate.id}/answer`}
          onSend={(value) => onAnswer(gate, { verdict: "answer", value, reason: null })}
        />
      )}
      {gate.kind === "unknown" && (
        <UnknownForm gate={gate} onSend={(value, reason) => onAnswer(gate, { verdict: "answer", value, reason })} />
      )}
      {!isEditing && (
        <div className="gate-actions">
          {canApprove && (
            <Button look="primary" keys="A" onClick={approve}>
              {yes}
            </Button>
          )}
          {canEdit && (
            <Button keys="E" onClick={() => onEdit(true)}>
              Edit
            </Button>
          )}
          {no !== null && (
            <Button keys="D" onClick={() => setDialog("decline")}>
              {no}
            </Button>
          )}
          <Button look="quiet" keys="P" onClick={() => setDialog("pass on")}>
            Ask somebody
          </Button>
          <Button look="quiet" keys="U" onClick={() => setDialog("pass up")}>
            Pass up
          </Button>
          <div className="gate-more">
            <Menu
              label="More answers"
              className="button button-plain"
              items={[
                { label: "Ask somebody else", onSelect: () => setDialog("pass on") },
                { label: "Pass it up", onSelect: () => setDialog("pass up") },
              ]}
            >
              <Ellipsis size={16} aria-hidden="true" />
            </Menu>
          </div>
        </div>
      )}
      {dialog === "decline" && (
        <WhyDialog
          title={no ?? "Decline"}
          action={no ?? "Decline"}
          placeholder="The process and the next person read this"
          keptAs={`gate/${gate.id}/why`}
          onClose={() => setDialog(null)}
          onConfirm={(why) => {
            onAnswer(gate, { verdict: "decline", value: null, reason: why });
            return undefined;
          }}
        >
          <p className="soft">{gate.title}</p>
        </WhyDialog>
      )}
      {(dialog === "pass on" || dialog === "pass up") && (
        <PassOnDialog gate={gate} up={dialog === "pass up"} onClose={() => setDialog(null)} />
      )}
    </Answers>
  );
}

/** Shorter than anybody reads, longer than a second click or press that was meant for the question before. */
const readingMs = 600;

/** A question that has just come up, perhaps under a finger that answers the one before, takes no answer yet. The card is mounted anew for each question. */
function useReadingTime(): boolean {
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsRead(true), readingMs);
    return () => clearTimeout(timer);
  }, []);
  return isRead;
}

function Answers({ isRead, children }: { isRead: boolean; children: ReactNode }) {
  return (
    <fieldset className="gate-answers" disabled={!isRead}>
      {children}
    </fieldset>
  );
}

function MayNot({ gate }: { gate: Gate }) {
  const { data } = useQuery(sessionOptions);
  const isOwn = gate.fourEyes && gate.requester !== null && gate.requester === data?.person?.name;
  return (
    <p className="gate-given">
      {isOwn
        ? "You asked for this, so somebody else decides: four eyes see more than two."
        : `Your role${data?.person ? `, ${data.person.role},` : ""} may look at this, but not decide it.`}
    </p>
  );
}
