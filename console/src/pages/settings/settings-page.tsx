/** Settings. */
import { Settings } from "lucide-react";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { PageHeader } from "../../components/page-header.tsx";

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <EmptyState title="Settings" icon={<Settings size={24} aria-hidden="true" />}>
        Levels, limits, people and switches, each with its history.
      </EmptyState>
    </>
  );
}
