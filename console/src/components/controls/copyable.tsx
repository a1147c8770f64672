/** An id, a name or an amount that a click copies. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

interface CopyableProps {
  readonly value: string;
  /** What is shown; without it the value, shortened where it is long. */
  readonly shown?: string;
  /** What it is: "run id". */
  readonly what: string;
}

const toldMs = 1_500;

export function Copyable({ value, shown, what }: CopyableProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), toldMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      className="copyable mono"
      title={`Copy the ${what}: ${value}`}
      onClick={() => {
        void navigator.clipboard.writeText(value).then(() => setIsCopied(true));
      }}
    >
      <span className="copyable-text">{shown ?? shorten(value)}</span>
      <span className="only-read-aloud">{isCopied ? ": copied" : `: copy the ${what}`}</span>
      {isCopied ? <Check size={12} aria-hidden="true" /> : <Copy size={12} aria-hidden="true" />}
    </button>
  );
}

function shorten(value: string): string {
  return value.length > 14 ? `${value.slice(0, 12)}…` : value;
}
