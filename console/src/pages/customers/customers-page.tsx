/** Everybody who wrote or ordered, whatever the channel; and those who may be one and the same. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useCallback } from "react";
import type { Customer } from "../../api/types.ts";
import { ButtonLink } from "../../components/controls/button.tsx";
import { Tabs } from "../../components/controls/choice.tsx";
import { SearchField } from "../../components/controls/search-field.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { AccountChoice } from "../../components/list/account-choice.tsx";
import { FilterLine } from "../../components/list/filter-line.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { NothingFound } from "../../components/list/nothing-found.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { useListKeys } from "../../components/list/use-list-keys.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { PageScroll } from "../../components/page-scroll.tsx";
import type { Filters } from "../../search.ts";
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
          <FilterLine search={<SearchField label="Name, address or order" value={filters.q ?? ""} onChange={search} />}>
            <AccountChoice filters={filters} set={set} />
          </FilterLine>
        )}
      </PageHeader>
      {isSuggestions ? (
        <PageScroll id="suggestions" label="Customers who may be one">
          <Suggestions />
        </PageScroll>
      ) : (
        <CustomerList id={id} filters={{ q: filters.q, account: filters.account }} />
      )}
    </>
  );
}

function CustomerList({ id, filters }: { id: string | undefined; filters: Filters }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(customersOptions(filters));
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
            empty={<Nobody filters={filters} />}
            render={(customer) => <CustomerRow customer={customer} current={customer.id === id} />}
          />
        </div>
      }
    />
  );
}

const keyOf = (customer: Customer) => customer.id;

function Nobody({ filters }: { filters: Filters }) {
  if (filters.q !== undefined || filters.account !== undefined)
    return (
      <NothingFound
        title="Nobody is found by this"
        filters={filters}
        looksFor="names, addresses, order numbers and other handles, and for words of what customers wrote"
        action={<ButtonLink to="/customers">Show everybody</ButtonLink>}
      />
    );
  return (
    <EmptyState title="Nobody wrote so far" icon={<Users size={24} aria-hidden="true" />}>
      As soon as a mail or a ticket comes in, whoever wrote it is here, with every handle that is known to be theirs and
      why.
    </EmptyState>
  );
}
