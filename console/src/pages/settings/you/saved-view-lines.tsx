/** Lists that you have saved: open one, or remove it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { send } from "../../../api/client.ts";
import { explainFailure } from "../../../api/explain-failure.ts";
import { savedViewsOptions } from "../../../api/queries.ts";
import type { SavedView } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { DataTable } from "../../../components/values/data-table.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { parseSearch } from "../../../search.ts";

const pages: Readonly<Record<SavedView["page"], { to: string; label: string }>> = {
  runs: { to: "/runs", label: "Runs" },
  gates: { to: "/", label: "Inbox" },
  effects: { to: "/effects", label: "Effects" },
};

export function SavedViewLines() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(savedViewsOptions);
  const remove = async (name: string) => {
    try {
      await send(`saved-views/${encodeURIComponent(name)}`, {}, { method: "DELETE" });
      await queryClient.invalidateQueries({ queryKey: ["saved-views"] });
      showToast({ text: `Removed the view “${name}”.` });
    } catch (thrown) {
      const { what, next } = explainFailure(thrown, true);
      showToast({ text: what, detail: next, tone: "failed" });
    }
  };
  if (error && !data) return <FailureNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonText lines={2} />;
  if (data.views.length === 0)
    return <p className="soft">None so far. Filter the runs or the effects, and save what you see under “Views”.</p>;
  return (
    <DataTable
      label="Saved views"
      head={["Name", "Page", "Filters", "Changed", ""]}
      rows={data.views.map(({ name, page, query, changedAt }) => ({
        key: name,
        cells: [
          <Link key="open" to={pages[page].to} search={parseSearch(query)}>
            {name}
          </Link>,
          pages[page].label,
          [...new URLSearchParams(query)].map(([key, value]) => `${key}: ${value}`).join(", "),
          <Moment key="at" at={changedAt} />,
          <Button key="remove" look="quiet" onClick={() => void remove(name)}>
            Remove<span className="only-read-aloud"> {name}</span>
          </Button>,
        ],
      }))}
    />
  );
}
