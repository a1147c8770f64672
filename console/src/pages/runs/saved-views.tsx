/** A person's own filters by name: go to one, save this one, remove one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Bookmark } from "lucide-react";
import { useState } from "react";
import { send } from "../../api/client.ts";
import { savedViewsOptions } from "../../api/queries.ts";
import type { SavedView } from "../../api/types.ts";
import { Menu, type MenuItem } from "../../components/controls/menu.tsx";
import { WhyDialog } from "../../components/controls/why-dialog.tsx";
import { showToast } from "../../components/feedback/toast-store.ts";
import { type Filters, parseSearch, stringifySearch } from "../../search.ts";
import { sameView } from "./run-filters.ts";

export function SavedViews({ page, filter }: { page: SavedView["page"]; filter: Filters }) {
  const [isNaming, setIsNaming] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(savedViewsOptions);
  const views = data?.views.filter((view) => view.page === page) ?? [];
  const query = stringifySearch(filter).replace(/^\?/, "");
  const current = views.find((view) => sameView(view.query, query));
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["saved-views"] });

  const remove = async (name: string) => {
    await send(`saved-views/${encodeURIComponent(name)}`, {}, { method: "DELETE" });
    await refresh();
    showToast({ text: `Removed the view “${name}”.` });
  };
  const items: MenuItem[] = [
    ...views.map(({ name, query: saved }, index) => ({
      label: name,
      checked: current?.name === name,
      onSelect: () => void navigate({ to: ".", search: () => parseSearch(saved) }),
      ...(index === 0 ? { group: "Saved views" } : {}),
    })),
    {
      label: "Save this view",
      onSelect: () => setIsNaming(true),
      disabled: query === "" || current !== undefined,
      group: "",
    },
    ...(current
      ? [{ label: `Remove “${current.name}”`, danger: true, onSelect: () => void remove(current.name) }]
      : []),
  ];
  return (
    <>
      <Menu label="Saved views" className="button button-plain" items={items}>
        <Bookmark size={14} aria-hidden="true" />
        <span>{current?.name ?? "Views"}</span>
      </Menu>
      {isNaming && (
        <WhyDialog
          title="Save this view"
          action="Save"
          label="Name"
          onClose={() => setIsNaming(false)}
          onConfirm={async (name) => {
            await send(`saved-views/${encodeURIComponent(name)}`, { page, query }, { method: "PUT" });
            await refresh();
            showToast({ text: `Saved the view “${name}”.`, tone: "done" });
          }}
        />
      )}
    </>
  );
}
