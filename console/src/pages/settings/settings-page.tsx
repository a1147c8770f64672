/** One's own preferences, who may sign in, tokens of programs, and erasure. */
import { useQuery } from "@tanstack/react-query";
import { healthOptions } from "../../api/queries.ts";
import { Tabs } from "../../components/controls/choice.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { PageScroll } from "../../components/page-scroll.tsx";
import { Erasure } from "./erasure/erasure.tsx";
import { People } from "./people/people.tsx";
import { Reconciling } from "./reconciling.tsx";
import { Tokens } from "./tokens/tokens.tsx";
import { You } from "./you/you.tsx";
import "./settings.css";

const tabs = [
  { value: "", label: "You" },
  { value: "people", label: "People" },
  { value: "tokens", label: "Tokens" },
  { value: "erasure", label: "Erasure" },
] as const;

export function SettingsPage() {
  const { filters, set } = useFilters();
  const { data: health } = useQuery(healthOptions);
  const tab = tabs.find(({ value }) => value === filters.tab) ?? tabs[0];
  return (
    <>
      <PageHeader title="Settings">
        <Tabs label="Part" value={tab.value} options={tabs} onChange={(value) => set("tab", value)} />
      </PageHeader>
      <PageScroll id={`settings ${tab.value}`} label={tab.label}>
        {health?.reconcilingSince != null && <Reconciling since={health.reconcilingSince} />}
        {tab.value === "" && <You />}
        {tab.value === "people" && <People />}
        {tab.value === "tokens" && <Tokens />}
        {tab.value === "erasure" && <Erasure customer={filters.customer} />}
      </PageScroll>
    </>
  );
}
