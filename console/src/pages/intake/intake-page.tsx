/** New ticket. */
import { PenLine } from "lucide-react";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { PageHeader } from "../../components/page-header.tsx";

export function IntakePage() {
  return (
    <>
      <PageHeader title="New ticket" />
      <EmptyState title="New ticket" icon={<PenLine size={24} aria-hidden="true" />}>
        Say in your own words what a customer wants; it is handled like any other ticket.
      </EmptyState>
    </>
  );
}
