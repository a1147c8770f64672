/** The figures, each a question with its answer, a chart and a table. */
import { useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { ButtonLink } from "../../../components/controls/button.tsx";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { PageScroll } from "../../../components/page-scroll.tsx";
import type { Filters } from "../../../search.ts";
import { kpisOptions } from "../reports-options.ts";
import { figureCards } from "./figure-cards.ts";
import { FigureView } from "./figure-view.tsx";
import { useKpiFilter } from "./use-kpi-filter.ts";

const loading = ["one", "two", "three", "four"];

export function Figures({ filters }: { filters: Filters }) {
  const { data, error, refetch } = useQuery(kpisOptions(useKpiFilter(filters)));
  return (
    <PageScroll id="figures" label="Figures">
      {error && !data ? (
        <div className="section">
          <FailureNote thrown={error} onRetry={() => void refetch()} />
        </div>
      ) : data?.processes.length === 0 ? (
        <EmptyState
          title="Nothing to measure yet"
          icon={<ChartColumn size={24} aria-hidden="true" />}
          action={<ButtonLink to="/intake">New ticket</ButtonLink>}
        >
          From the first run on it is shown here how long runs take, how often people are needed, and what goes wrong,
          by week and process.
        </EmptyState>
      ) : (
        <div className="figures">
          {data
            ? figureCards(data.series).map((card) => <FigureView key={card.title} card={card} />)
            : loading.map((key) => (
                <div key={key} className="figure figure-loading">
                  <SkeletonText lines={5} />
                </div>
              ))}
        </div>
      )}
    </PageScroll>
  );
}
