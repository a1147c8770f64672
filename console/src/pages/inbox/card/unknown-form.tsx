/** "Did this happen?": yes, with what the other side returned where that is asked, or no. */
import { useState } from "react";
import type { Gate } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { useShortcuts } from "../../../keyboard/use-shortcuts.ts";
import { asksForOutput, outputSchemaOf } from "../gate-words.ts";
import { AnswerForm } from "./answer-form.tsx";

interface UnknownFormProps {
  readonly gate: Gate;
  readonly onSend: (value: unknown, reason: string | null) => void;
}

export function UnknownForm({ gate, onSend }: UnknownFormProps) {
  const [step, setStep] = useState<"asked" | "happened" | "not">("asked");
  const happened = () => (asksForOutput(gate.answerSchema) ? setStep("happened") : onSend({ happened: true }, null));
  useShortcuts("Did this happen", [
    { keys: "y", label: "It happened", run: happened },
    { keys: "n", label: "It did not happen", run: () => setStep("not") },
  ]);
  if (step === "happened") {
    return (
      <div className="stack">
        <h3>What did the other side return?</h3>
        <AnswerForm
          schema={outputSchemaOf(gate.answerSchema)}
          value={undefined}
          action="Record that it happened"
          keptAs={`gate/${gate.id}/output`}
          onSend={(output) => onSend({ happened: true, output }, null)}
          onCancel={() => setStep("asked")}
        />
      </div>
    );
  }
  return (
    <div className="gate-actions">
      <Button keys="Y" look="primary" onClick={happened}>
        It happened
      </Button>
      <Button keys="N" onClick={() => setStep("not")}>
        It did not happen
      </Button>
      {step === "not" && (
        <WhyDialog
          title="It did not happen"
          action="Record that it did not happen"
          label="Where did you look"
          placeholder="In the list of payments of today, by order number"
          keptAs={`gate/${gate.id}/why`}
          onClose={() => setStep("asked")}
          onConfirm={(why) => {
            onSend({ happened: false }, why);
            return undefined;
          }}
        >
          <p className="soft">Only say so if it is certain: {gate.afterNo}.</p>
        </WhyDialog>
      )}
    </div>
  );
}
