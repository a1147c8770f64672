/** An error where it happened: what it was, that nothing was lost, what to do. */
import { CircleAlert } from "lucide-react";
import { explainFailure } from "../../api/explain-failure.ts";
import { Button } from "../controls/button.tsx";

interface FailureNoteProps {
  readonly thrown: unknown;
  /** Whether something was to be changed, and not only read. */
  readonly changed?: boolean;
  readonly onRetry?: () => void;
}

export function FailureNote({ thrown, changed = false, onRetry }: FailureNoteProps) {
  const { what, kept, next, code } = explainFailure(thrown, changed);
  return (
    <div className="failure" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        <p className="failure-what">{what}</p>
        <p>
          {kept} {next}
        </p>
        <p className="failure-code">
          For whoever runs Praxis: <span className="mono">{code}</span>
        </p>
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
      </div>
    </div>
  );
}
