/** Instead of a page that could not be shown. */
import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { FailureNote } from "../components/feedback/failure-note.tsx";

export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <div className="page-note">
      <h1 tabIndex={-1}>This page could not be shown</h1>
      <FailureNote
        thrown={error}
        onRetry={() => {
          void queryClient.resetQueries();
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
