/** One customer beside the list, in each state of reading them. */
import { useQuery } from "@tanstack/react-query";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { customerOptions } from "../customers-options.ts";
import { CustomerCard } from "./customer-card.tsx";

export function ShownCustomer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(customerOptions(id));
  if (data) return <CustomerCard customer={data} onClose={onClose} />;
  if (error)
    return (
      <div className="rows-failed">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  return <SkeletonText lines={8} />;
}
