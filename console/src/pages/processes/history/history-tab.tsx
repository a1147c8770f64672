/** Every change of a rule that a person made. */
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { changesOptions } from "../../../api/queries.ts";
import type { Policy } from "../../../api/types.ts";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../../components/feedback/skeleton.tsx";
import { ChangeLines } from "./change-lines.tsx";

export function HistoryTab({ policies }: { policies: readonly Policy[] }) {
  const { data, error, refetch } = useQuery(changesOptions());
  if (error && !data)
    return (
      <div className="section">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data) return <SkeletonRows rows={5} height={72} />;
  if (data.changes.length === 0)
    return (
      <EmptyState title="Nothing was changed so far" icon={<History size={24} aria-hidden="true" />}>
        Everything is as the code has it. Each change of autonomy, of a policy or of a stop switch will be here, with
        who made it and why.
      </EmptyState>
    );
  const defaultsOf = (key: string) => policies.find(({ name }) => key === `policy/${name}`)?.defaults ?? null;
  return (
    <div className="section">
      <ChangeLines changes={data.changes} defaultsOf={defaultsOf} withKey />
    </div>
  );
}
