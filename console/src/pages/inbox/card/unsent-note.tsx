/** What somebody was typing at a question when another person answered it: not sent, and not lost. */
import { useState } from "react";
import type { Gate } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { draftsOfGate, forgetDraftsOfGate } from "../../../kept/drafts.ts";
import { typedTexts } from "../../../schema-form/kept-draft.ts";

export function UnsentNote({ gate, writer }: { gate: Gate; writer: string }) {
  const [isDiscarded, setIsDiscarded] = useState(false);
  const texts = isDiscarded ? [] : draftsOfGate(writer, gate.id).flatMap(typedTexts);
  if (texts.length === 0) return null;
  return (
    <section className="gate-unsent" aria-label="What you typed">
      <p>
        <strong>What you typed was not sent.</strong> Take from it what you still need.
      </p>
      {texts.map((text) => (
        <p key={text} className="letter-text">
          {text}
        </p>
      ))}
      <Button
        onClick={() => {
          forgetDraftsOfGate(gate.id);
          setIsDiscarded(true);
        }}
      >
        Discard it
      </Button>
    </section>
  );
}
