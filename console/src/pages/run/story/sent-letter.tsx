/** What was sent to somebody, word by word, opened in place. */
import type { Moment } from "../../../api/types.ts";

export function SentLetter({ letter }: { readonly letter: NonNullable<Moment["letter"]> }) {
  const { to, subject, text } = letter;
  if (text === null) return <p className="soft">erased</p>;
  return (
    <details className="sent-letter">
      <summary>What was sent</summary>
      <blockquote className="letter">
        <header>
          <p>
            To <strong>{to}</strong>
          </p>
          <p className="soft">{subject}</p>
        </header>
        <p className="letter-text">{text.trim()}</p>
      </blockquote>
    </details>
  );
}
