/** The run over time, as a picture that can be zoomed, scrolled and walked by arrow keys, and as a table. */
import { Minus, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Bar } from "../../../api/types.ts";
import { IconButton } from "../../../components/controls/button.tsx";
import { Tabs } from "../../../components/controls/choice.tsx";
import { useNow } from "../../../components/values/moment.tsx";
import { BarDetail } from "./bar-detail.tsx";
import type { ScaleMode } from "./time-scale.ts";
import { TimelinePicture } from "./timeline-picture.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import "./timeline.css";

const zoomSteps = [1, 1.5, 2, 3, 5, 8, 13, 20] as const;
const modes = [
  { value: "even", label: "Readable" },
  { value: "true", label: "To scale" },
] as const;
const leastWidth = 280;

export function Timeline({ bars }: { bars: readonly Bar[] }) {
  const now = Math.max(useNow(), ...bars.map(({ from }) => from));
  const [zoom, setZoom] = useState(0);
  const [mode, setMode] = useState<ScaleMode>("even");
  const [current, setCurrent] = useState<Bar | null>(null);
  const [isTable, setIsTable] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const step = (by: number) => setZoom((level) => Math.min(zoomSteps.length - 1, Math.max(0, level + by)));
  useWheelZoom(scroller, step);
  if (bars.length === 0) return null;
  const shown = current ?? bars.at(-1) ?? null;
  return (
    <figure className="timeline" aria-label="The run over time">
      <div className="timeline-bar">
        <Legend />
        <div className="timeline-controls">
          <Tabs label="Scale" value={mode} options={modes} onChange={setMode} />
          <IconButton label="Show less at once" onClick={() => step(1)} disabled={zoom === zoomSteps.length - 1}>
            <Plus size={14} aria-hidden="true" />
          </IconButton>
          <IconButton label="Show more at once" onClick={() => step(-1)} disabled={zoom === 0}>
            <Minus size={14} aria-hidden="true" />
          </IconButton>
          <button type="button" className="tab" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            As a table
          </button>
        </div>
      </div>
      {isTable ? (
        <TimelineTable bars={bars} now={now} />
      ) : (
        <>
          {/* A region that scrolls can be scrolled by keys too. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <section className="timeline-scroll" ref={scroller} tabIndex={0} aria-label="Timeline">
            <TimelinePicture
              bars={bars}
              now={now}
              width={Math.max(leastWidth, width) * (zoomSteps[zoom] ?? 1)}
              mode={mode}
              current={shown}
              onCurrent={setCurrent}
            />
          </section>
          {shown && <BarDetail bar={shown} now={now} />}
        </>
      )}
    </figure>
  );
}

function Legend() {
  return (
    <ul className="timeline-legend" aria-label="Colours">
      <li className="legend-moving">moving</li>
      <li className="legend-waiting">waiting</li>
      <li className="legend-person">people</li>
      <li className="legend-done">done</li>
      <li className="legend-failed">failed or unknown</li>
    </ul>
  );
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(current);
    return () => observer.disconnect();
  });
  return width;
}

/** Ctrl and the wheel zoom, as everywhere; the page itself must not, so the listener may not be passive. */
function useWheelZoom(element: { current: HTMLElement | null }, step: (by: number) => void): void {
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const zoom = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      step(event.deltaY < 0 ? 1 : -1);
    };
    current.addEventListener("wheel", zoom, { passive: false });
    return () => current.removeEventListener("wheel", zoom);
  });
}
