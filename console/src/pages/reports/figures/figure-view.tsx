/** One question: its answer for the newest week, the chart, and the same as a table. */
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { DataTable } from "../../../components/values/data-table.tsx";
import { parseSearch } from "../../../search.ts";
import { ChartLinks } from "./chart-links.tsx";
import type { FigureCard } from "./figure-cards.ts";
import { countedOver, valueText, weekBegins } from "./value-words.ts";

const Chart = lazy(() => import("./chart.tsx"));

export function FigureView({ card }: { card: FigureCard }) {
  const { title, lines } = card;
  const [answer] = lines;
  if (!answer) return null;
  const newest = answer.series.points.findLast(({ value }) => value !== null);
  return (
    <section className="figure" aria-label={title}>
      <h2>{title}</h2>
      <p className="figure-answer">
        <strong>{newest ? valueText(newest.value, answer.series.unit) : "Nothing to measure"}</strong>
        {newest && (
          <span className="soft">
            {" "}
            in the week of {weekBegins(newest.week)}, {countedOver(newest.n)}
          </span>
        )}
      </p>
      {lines.length > 1 && (
        <ul className="figure-legend">
          {lines.map(({ name, tone }) => (
            <li key={name}>
              <span className={`swatch swatch-${tone}`} aria-hidden="true" />
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className="figure-chart">
        <Suspense>
          <Chart card={card} />
        </Suspense>
        <ChartLinks card={card} />
      </div>
      <details className="figure-table">
        <summary>The numbers</summary>
        <DataTable
          label={title}
          head={["Week of", ...lines.map(({ name }) => name), "Counted over"]}
          rows={answer.series.points.toReversed().map((point) => ({
            key: point.week,
            cells: [
              <PointLink key="week" link={point.link}>
                {weekBegins(point.week)}
              </PointLink>,
              ...lines.map(({ series }) =>
                valueText(series.points.find(({ week }) => week === point.week)?.value ?? null, series.unit),
              ),
              point.n.toLocaleString("en-GB"),
            ],
          }))}
        />
      </details>
    </section>
  );
}

function PointLink({ link, children }: { link: string; children: string }) {
  const { pathname, search } = new URL(link, location.origin);
  return (
    <Link to={pathname} search={parseSearch(search)}>
      {children}
    </Link>
  );
}
