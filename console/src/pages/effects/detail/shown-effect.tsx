/** One effect beside the ledger, in each state of reading it. */
import { useQuery } from "@tanstack/react-query";
import { effectOptions } from "../../../api/queries.ts";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { EffectStory } from "./effect-story.tsx";

export function ShownEffect({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(effectOptions(id));
  if (data) return <EffectStory effect={data} onClose={onClose} />;
  if (error)
    return (
      <div className="rows-failed">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  return <SkeletonText lines={8} />;
}
