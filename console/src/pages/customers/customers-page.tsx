/** Everybody who wrote or ordered, whatever the channel; and those who may be one and the same. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useCallback } from "react";
import type { Customer } from "../../api/types.ts";
import { Tabs } from "../../components/controls/choice.tsx";
import { SearchField } from "../../components/controls/search-field.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { FilterLine } from "../../components/list/filter-line.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { useListKeys } from "../../components/list/use-list-keys.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { PageScroll } from "../../components/page-scroll.tsx";
import { CustomerRow } from "./customer-row.tsx";
import { customersOptions, suggestionsOptions } from "./customers-options.ts";
import { ShownCustomer } from "./detail/shown-customer.tsx";
import { Suggestions } from "./suggestions/suggestions.tsx";
import "./customers.css";

export function CustomersPage() {
  const { filters, set } = useFilters();
  const { id } = useParams({ strict: false });
  const suggestions = useQuery(suggestionsOptions).data?.suggestions.length;
  const search = useCallback((value: string) => set("q", value), [set]);
  const isSuggestions = filters.tab === "suggestions" && id === undefined;
  return (
    <>
      <PageHeader title="Customers">
        <Tabs
          label="Part"
          value={isSuggestions ? "suggestions" : ""}
          options={[
            { value: "", label: "Everybody" },
            { value: "suggestions", label: "May be one" },
          ]}
          counts={suggestions === undefined ? {} : { suggestions }}
          onChange={(value) => set("tab", value)}
        />
        {!isSuggestions && (
          <FilterLine
            search={<SearchField label="A whole address, handle or order" value={filters.q ?? ""} onChange={search} />}
          />
        )}
      </PageHeader>
      {isSuggestions ? (
        <PageScroll id="suggestions" label="Customers who may be one">
          <Suggestions />
        </PageScroll>
      ) : (
        <CustomerList id={id} q={filters.q} />
      )}
    </>
  );
}

function CustomerList({ id, q }: { id: string | undefined; q: string | undefined }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(customersOptions({ q }));
  const rows = useRows(query);
  const open = (next: string | undefined) =>
    void navigate(
      next === undefined
        ? { to: "/customers", search: (before) => before, replace: true }
        : { to: "/customers/$id", params: { id: next }, search: (before) => before, replace: id !== undefined },
    );
  useListKeys({ title: "Customers", what: "customer", ids: rows.map((row) => row.id), shown: id, open });
  return (
    <ListDetail
      detailLabel="Customer"
      detail={id === undefined ? null : <ShownCustomer key={id} id={id} onClose={() => open(undefined)} />}
      list={
        <div className="customers">
          <QueryRows
            id="customers"
            label="Customers"
            query={query}
            rows={rows}
            keyOf={keyOf}
            rowHeight={56}
            selectedIndex={rows.findIndex((row) => row.id === id)}
            empty={<Nobody q={q} />}
            render={(customer) => <CustomerRow customer={customer} current={customer.id === id} />}
          />
        </div>
      }
    />
  );
}

const keyOf = (customer: Customer) => customer.id;

function Nobody({ q }: { q: string | undefined }) {
  if (q !== undefined)
    return (
      <EmptyState title="Nobody has this handle">
        The search knows whole handles only, for they are kept under pseudonyms: the full mail address, the customer’s
        name at the shop, an order’s number with its sign.
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody wrote so far" icon={<Users size={24} aria-hidden="true" />}>
      As soon as a mail or a ticket comes in, whoever wrote it is here, with every handle that is known to be theirs and
      why.
    </EmptyState>
  );
}
