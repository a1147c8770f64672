/** What the bar in hand is, below the picture. */
import { Link } from "@tanstack/react-router";
import type { Bar } from "../../../api/types.ts";
import { ExactMoment } from "../../../components/values/moment.tsx";
import { barEnd, barKind, barLength, barTone } from "./bar-words.ts";

export function BarDetail({ bar, now }: { bar: Bar; now: number }) {
  return (
    <figcaption className="bar-detail" aria-live="polite">
      <span className={`pill pill-${barTone(bar)}`}>
        <span className="dot" aria-hidden="true" />
      </span>
      <strong>{bar.label}</strong>
      <span className="soft">
        {barKind(bar)}, {barEnd(bar)}, {barLength(bar, now)}, from <ExactMoment at={bar.from} />
      </span>
      <OfLink of={bar.of} />
    </figcaption>
  );
}

export function OfLink({ of }: { of: Bar["of"] }) {
  if (of === null) return null;
  const params = { id: of.id };
  if (of.kind === "gate")
    return (
      <Link to="/gates/$id" params={params}>
        Open the question
      </Link>
    );
  if (of.kind === "effect")
    return (
      <Link to="/effects/$id" params={params}>
        Open the effect
      </Link>
    );
  if (of.kind === "run")
    return (
      <Link to="/runs/$id" params={params}>
        Open the run
      </Link>
    );
  return null;
}
