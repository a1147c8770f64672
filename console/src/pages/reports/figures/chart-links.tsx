/**
 * The weeks of a chart as links that lie over it: the pointer and the keyboard reach the same, and each leads to its runs. One stop of the
 * Tab key for a chart; arrow keys go from week to week.
 */
import { Link } from "@tanstack/react-router";
import { type CSSProperties, type KeyboardEvent, useState } from "react";
import { parseSearch } from "../../../search.ts";
import type { FigureCard } from "./figure-cards.ts";
import { countedOver, valueText, weekBegins } from "./value-words.ts";

export function ChartLinks({ card }: { card: FigureCard }) {
  const points = card.lines[0]?.series.points ?? [];
  const [stop, setStop] = useState(points.length - 1);
  return (
    <ul
      className="chart-links"
      aria-label={`${card.title}: weeks`}
      onKeyDown={(event) => step(event, stop, points.length, setStop)}
    >
      {points.map(({ week, link, n }, index) => {
        const { pathname, search } = new URL(link, location.origin);
        return (
          <li key={week}>
            <Link
              to={pathname}
              search={parseSearch(search)}
              tabIndex={index === Math.min(stop, points.length - 1) ? 0 : -1}
              onFocus={() => setStop(index)}
              preload={false}
            >
              <span className="tip" style={along(index, points.length)}>
                <span className="tip-week">Week of {weekBegins(week)}</span>
                {card.lines.map(({ series, name }) => (
                  <span key={name}>
                    {card.lines.length > 1 && `${name}: `}
                    {valueText(series.points[index]?.value ?? null, series.unit)}
                  </span>
                ))}
                <span className="tip-rests">{countedOver(n)}; opens the runs</span>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** How far along the chart it is, from 0 to 1. */
function along(index: number, count: number): CSSProperties {
  const style: CSSProperties & { "--along": number } = { "--along": count > 1 ? index / (count - 1) : 0 };
  return style;
}

function step(event: KeyboardEvent<HTMLUListElement>, at: number, count: number, go: (index: number) => void): void {
  const targets: Record<string, number> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(count - 1, at + 1),
    Home: 0,
    End: count - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  go(target);
  event.currentTarget.querySelectorAll("a")[target]?.focus();
}
