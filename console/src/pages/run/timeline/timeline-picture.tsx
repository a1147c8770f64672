/** The picture itself: lanes, bars, the axis. One bar at a time is in the Tab order; arrow keys go to the next. */
import { type KeyboardEvent, useMemo, useRef } from "react";
import type { Bar } from "../../../api/types.ts";
import { useZone } from "../../../preferences/zone.ts";
import { clockTime, dayOf, preciseTime, type Zone } from "../../../text/time-words.ts";
import { barSentence, barTone } from "./bar-words.ts";
import type { ScaleMode } from "./time-scale.ts";
import { layOutTimeline, neighbour, type PlacedBar, type Tick } from "./timeline-layout.ts";

interface PictureProps {
  readonly bars: readonly Bar[];
  readonly now: number;
  readonly width: number;
  readonly mode: ScaleMode;
  readonly current: Bar | null;
  readonly onCurrent: (bar: Bar) => void;
}

const laneHeight = 40;
const barHeight = 16;
const axisHeight = 24;
const arrows = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

export function TimelinePicture({ bars, now, width, mode, current, onCurrent }: PictureProps) {
  const zone = useZone();
  const picture = useRef<SVGSVGElement>(null);
  const layout = useMemo(() => layOutTimeline({ bars, now, width, mode }), [bars, now, width, mode]);
  const height = layout.lanes.length * laneHeight + axisHeight;

  const walk = (event: KeyboardEvent, index: number) => {
    if (!arrows.has(event.key)) return;
    event.preventDefault();
    const next = layout.bars[neighbour(layout.bars, index, event.key)];
    if (!next) return;
    onCurrent(next.bar);
    picture.current?.querySelector<SVGElement>(`[data-bar="${CSS.escape(next.bar.id)}"]`)?.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture has no fieldset
    <svg ref={picture} width={width} height={height} role="group" aria-label="Bars; arrow keys go from one to the next">
      <Hatching />
      {layout.ticks.map((tick, index) => (
        <AxisTick key={tick.at} tick={tick} before={layout.ticks[index - 1]} zone={zone} height={height} />
      ))}
      {layout.lanes.map((lane, index) => (
        <text key={lane.name} className="lane-label" x={0} y={axisHeight + index * laneHeight + 12}>
          {lane.label.length > 90 ? `${lane.label.slice(0, 88)}…` : lane.label}
        </text>
      ))}
      {layout.bars.map((placed, index) => (
        <BarShape
          key={placed.bar.id}
          placed={placed}
          isCurrent={placed.bar.id === current?.id}
          label={barSentence(placed.bar, now)}
          onCurrent={() => onCurrent(placed.bar)}
          onKeyDown={(event) => walk(event, index)}
        />
      ))}
    </svg>
  );
}

interface BarShapeProps {
  readonly placed: PlacedBar;
  readonly isCurrent: boolean;
  readonly label: string;
  readonly onCurrent: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function BarShape({ placed, isCurrent, label, onCurrent, onKeyDown }: BarShapeProps) {
  const { bar, lane, x, width, isOpen } = placed;
  const tone = bar.kind === "waiting" && bar.status !== "failed" && bar.status !== "unknown" ? "waiting" : barTone(bar);
  const y = axisHeight + lane * laneHeight + 17;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside a picture
    <g
      role="button"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={label}
      aria-pressed={isCurrent}
      data-bar={bar.id}
      className={`bar bar-${tone}${isCurrent ? " current" : ""}${isOpen ? " open" : ""}`}
      onClick={onCurrent}
      onMouseEnter={onCurrent}
      onFocus={onCurrent}
      onKeyDown={onKeyDown}
    >
      <rect className="bar-hit" x={x - 2} y={y - 4} width={width + 4} height={barHeight + 8} />
      <rect className="bar-fill" x={x} y={y} width={Math.max(2, width - 1)} height={barHeight} rx={3} />
    </g>
  );
}

interface AxisTickProps {
  readonly tick: Tick;
  readonly before: Tick | undefined;
  readonly zone: Zone;
  readonly height: number;
}

function AxisTick({ tick, before, zone, height }: AxisTickProps) {
  const day = dayOf(tick.at, zone);
  const isNewDay = before === undefined || dayOf(before.at, zone) !== day;
  const isClose = before !== undefined && tick.at - before.at < 60_000;
  const clock = isClose ? preciseTime(tick.at, zone) : clockTime(tick.at, zone);
  return (
    <g className="tick">
      <line x1={tick.x} x2={tick.x} y1={axisHeight - 4} y2={height} />
      <text x={tick.x} y={14}>
        {isNewDay ? `${day}, ${clock}` : clock}
      </text>
    </g>
  );
}

function Hatching() {
  return (
    <defs>
      <pattern id="hatching" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="hatch-ground" width="6" height="6" />
        <line className="hatch-line" x1="0" y1="0" x2="0" y2="6" />
      </pattern>
    </defs>
  );
}
