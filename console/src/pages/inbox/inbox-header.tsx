/** The inbox's title and filters. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { get } from "../../api/client.ts";
import { Button } from "../../components/controls/button.tsx";
import { Choice } from "../../components/controls/choice.tsx";
import { SearchField } from "../../components/controls/search-field.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import type { Filters } from "../../search.ts";
import { type GateKind, gateWords } from "./gate-words.ts";

const kinds: readonly GateKind[] = ["approval", "question", "unknown", "conflict", "again", "by hand"];

interface InboxHeaderProps {
  readonly filters: Filters;
  readonly waiting: number | null;
  /** Undefined where there is nothing to select. */
  readonly onSelectAll: (() => void) | undefined;
}

export function InboxHeader({ filters, waiting, onSelectAll }: InboxHeaderProps) {
  const navigate = useNavigate();
  const set = useCallback(
    (name: string, value: string) =>
      void navigate({ to: ".", search: (before) => ({ ...before, [name]: value || undefined }), replace: true }),
    [navigate],
  );
  const search = useCallback((value: string) => set("q", value), [set]);
  const { data } = useQuery({
    queryKey: ["processes"],
    queryFn: ({ signal }) => get<{ processes: { name: string }[] }>("processes", {}, signal),
  });
  const names = [...new Set(data?.processes.map(({ name }) => name) ?? [])];
  return (
    <PageHeader
      title="Inbox"
      actions={
        onSelectAll ? (
          <Button look="quiet" onClick={onSelectAll}>
            Select all
          </Button>
        ) : undefined
      }
    >
      {waiting !== 0 && (
        <div className="filters">
          <SearchField label="Search the questions" value={filters.q ?? ""} onChange={search} />
          <Choice
            label="Kind"
            value={filters.kind ?? ""}
            onChange={(value) => set("kind", value)}
            options={[
              { value: "", label: "Every kind" },
              ...kinds.map((kind) => ({ value: kind, label: gateWords(kind).kind })),
            ]}
          />
          {names.length > 1 && (
            <Choice
              label="Process"
              value={filters.process ?? ""}
              onChange={(value) => set("process", value)}
              options={[{ value: "", label: "Every process" }, ...names.map((name) => ({ value: name, label: name }))]}
            />
          )}
          <Choice
            label="Order"
            value={filters.order ?? "oldest"}
            onChange={(value) => set("order", value === "oldest" ? "" : value)}
            options={[
              { value: "oldest", label: "Oldest first" },
              { value: "newest", label: "Newest first" },
            ]}
          />
        </div>
      )}
    </PageHeader>
  );
}
