/** What is loaded, and under which rules it acts: autonomy, contracts, policies, connections, and who changed what. */
import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { RoleNote } from "../../access/role-note.tsx";
import { loadedOptions } from "../../api/loaded.ts";
import type { Loaded } from "../../api/types.ts";
import { Tabs } from "../../components/controls/choice.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../components/feedback/skeleton.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { PageScroll } from "../../components/page-scroll.tsx";
import { AutonomyTab } from "./autonomy/autonomy-tab.tsx";
import { ConnectionsTab } from "./connections/connections-tab.tsx";
import { ContractsTab } from "./contracts/contracts-tab.tsx";
import { HistoryTab } from "./history/history-tab.tsx";
import { PoliciesTab } from "./policies/policies-tab.tsx";
import "./processes.css";

const tabs = [
  { value: "", label: "Autonomy" },
  { value: "contracts", label: "Contracts" },
  { value: "policies", label: "Policies" },
  { value: "connections", label: "Connections" },
  { value: "history", label: "Changes" },
] as const;

export function ProcessesPage() {
  const { filters, set } = useFilters();
  const { data, error, refetch } = useQuery(loadedOptions);
  const tab = tabs.find(({ value }) => value === filters.tab)?.value ?? "";
  return (
    <>
      <PageHeader title="Processes">
        <Tabs label="Part" value={tab} options={tabs} onChange={(value) => set("tab", value)} />
      </PageHeader>
      {tab === "policies" ? (
        <RoleNote need="admin" doing="change what policies allow" />
      ) : (
        <RoleNote need="operate" doing="change what is set here" />
      )}
      <PageScroll id={`processes ${tab}`} label={tabs.find(({ value }) => value === tab)?.label ?? "Autonomy"}>
        {error && !data ? (
          <div className="section">
            <FailureNote thrown={error} onRetry={() => void refetch()} />
          </div>
        ) : data ? (
          <Part tab={tab} loaded={data} />
        ) : (
          <SkeletonRows rows={8} height={56} />
        )}
      </PageScroll>
    </>
  );
}

function Part({ tab, loaded }: { tab: (typeof tabs)[number]["value"]; loaded: Loaded }) {
  if (loaded.processes.length === 0 && loaded.contracts.length === 0)
    return (
      <EmptyState
        title="Nothing is loaded"
        icon={<Workflow size={24} aria-hidden="true" />}
        command="npx praxis init my-processes"
      >
        A process says what is to be done, a contract how, and a policy what needs a person. Make a small project, and
        start Praxis on it.
      </EmptyState>
    );
  switch (tab) {
    case "contracts":
      return <ContractsTab contracts={loaded.contracts} />;
    case "policies":
      return <PoliciesTab policies={loaded.policies} />;
    case "connections":
      return <ConnectionsTab contracts={loaded.contracts} />;
    case "history":
      return <HistoryTab policies={loaded.policies} />;
    default:
      return <AutonomyTab loaded={loaded} />;
  }
}
