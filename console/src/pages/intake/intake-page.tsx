/** Entering work by hand: the forms that sources offer, rows of a file, and how every source is doing. */
import { useQuery } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import { RoleNote } from "../../access/role-note.tsx";
import { useMay } from "../../access/use-may.ts";
import type { Source } from "../../api/types.ts";
import { Tabs } from "../../components/controls/choice.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../components/feedback/skeleton.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { PageHeader, Section } from "../../components/page-header.tsx";
import { PageScroll } from "../../components/page-scroll.tsx";
import { begun } from "../../text/sentences.ts";
import { CsvUpload } from "./csv/csv-upload.tsx";
import { TicketForm } from "./forms/ticket-form.tsx";
import { SourceStates } from "./source-states.tsx";
import { sourcesOptions } from "./sources-options.ts";
import "./intake.css";

export function IntakePage() {
  const { filters, set } = useFilters();
  const { data, error, refetch } = useQuery(sourcesOptions);
  const forms = data?.sources.filter(({ kind }) => kind === "form") ?? [];
  const chosen = forms.find(({ name }) => name === filters.form) ?? forms[0];
  return (
    <>
      <PageHeader title="New ticket">
        {forms.length > 1 && chosen && (
          <Tabs
            label="Form"
            value={chosen.name}
            options={forms.map(({ name }) => ({ value: name, label: begun(name) }))}
            onChange={(name) => set("form", name === forms[0]?.name ? "" : name)}
          />
        )}
      </PageHeader>
      <RoleNote need="events" doing="send something in" />
      <PageScroll id="intake" label="New ticket">
        {error && !data ? (
          <div className="section">
            <FailureNote thrown={error} onRetry={() => void refetch()} />
          </div>
        ) : data ? (
          <>
            {chosen ? <Entering key={chosen.name} source={chosen} /> : <NoForm />}
            <Section title="Where work comes from">
              <SourceStates sources={data.sources} />
            </Section>
          </>
        ) : (
          <SkeletonText lines={8} />
        )}
      </PageScroll>
    </>
  );
}

function Entering({ source }: { source: Source }) {
  const maySend = useMay("events");
  return (
    <div className="intake">
      <Section title={source.title}>
        <TicketForm source={source} maySend={maySend} />
      </Section>
      {source.csv && (
        <Section title="Many at once, from a file">
          <CsvUpload source={source} maySend={maySend} />
        </Section>
      )}
    </div>
  );
}

function NoForm() {
  return (
    <EmptyState
      title="No form is loaded"
      icon={<PenLine size={24} aria-hidden="true" />}
      command={`npx praxis send TicketReceived '{"id":"t-1","customer":"mei_kovacs","text":"Where is my order?"}'`}
    >
      A source made with “form” puts its fields here, and takes rows of CSV files too. Until then, the command line
      sends a ticket in.
    </EmptyState>
  );
}
