/** The same as the picture, for those who read rather than look. */
import type { Bar } from "../../../api/types.ts";
import { ExactMoment } from "../../../components/values/moment.tsx";
import { OfLink } from "./bar-detail.tsx";
import { barEnd, barKind, barLength } from "./bar-words.ts";

export function TimelineTable({ bars, now }: { bars: readonly Bar[]; now: number }) {
  const sorted = bars.toSorted((one, other) => one.from - other.from);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="table-scroll" tabIndex={0} aria-label="The run over time, as a table">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Kind</th>
            <th scope="col">From</th>
            <th scope="col">For</th>
            <th scope="col">How it ended</th>
            <th scope="col">
              <span className="only-read-aloud">Link</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((bar) => (
            <tr key={bar.id}>
              <td>{bar.label}</td>
              <td>{barKind(bar)}</td>
              <td>
                <ExactMoment at={bar.from} />
              </td>
              <td>{barLength(bar, now)}</td>
              <td>{barEnd(bar)}</td>
              <td>
                <OfLink of={bar.of} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
