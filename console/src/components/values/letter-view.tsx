/** What somebody wrote, as a letter. */
import { Paperclip, ShieldAlert } from "lucide-react";
import { useState } from "react";
import type { Letter } from "../../text/letter.ts";

const manyLetters = 900;

export function LetterView({ letter }: { letter: Letter }) {
  const { from, address, subject, text, quoted, attachments, isProven } = letter;
  const [isWhole, setIsWhole] = useState(text.length <= manyLetters);
  return (
    <blockquote className="letter">
      <header>
        <p>
          <strong>{from}</strong> {address !== null && <span className="soft">{address}</span>}
        </p>
        {subject !== null && <p className="soft">{subject}</p>}
      </header>
      <p className={isWhole ? "letter-text" : "letter-text cut"}>{text === "" ? "No text." : text}</p>
      {!isWhole && (
        <button type="button" className="link-button" onClick={() => setIsWhole(true)}>
          Show the whole letter
        </button>
      )}
      {quoted !== null && (
        <details>
          <summary className="soft">What it answers</summary>
          <p className="letter-text soft">{quoted}</p>
        </details>
      )}
      {attachments.length > 0 && (
        <p className="letter-note soft">
          <Paperclip size={14} aria-hidden="true" /> {attachments.join(", ")}
        </p>
      )}
      {isProven === false && (
        <p className="letter-note letter-warning">
          <ShieldAlert size={14} aria-hidden="true" /> Nothing proves that {from} wrote this.
        </p>
      )}
    </blockquote>
  );
}
