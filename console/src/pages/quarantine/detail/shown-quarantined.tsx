/** One record beside the list, in each state of reading it. */
import { useQuery } from "@tanstack/react-query";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { quarantinedOptions } from "../quarantine-options.ts";
import { QuarantinedCard } from "./quarantined-card.tsx";

export function ShownQuarantined({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(quarantinedOptions(id));
  if (data) return <QuarantinedCard record={data} onClose={onClose} />;
  if (error)
    return (
      <div className="rows-failed">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  return <SkeletonText lines={8} />;
}
