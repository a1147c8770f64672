/** Lines of events, as many as there are; those in view are in the page. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";

interface EventLinesProps {
  readonly count: number;
  /** Index of the line that the address names. */
  readonly jumpTo: number | null;
  readonly onRange: (range: { first: number; last: number }) => void;
  readonly render: (index: number) => ReactNode;
}

const lineHeight = 33;

export function EventLines({ count, jumpTo, onRange, render }: EventLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => onRange({ first, last }), [first, last, onRange]);
  useEffect(() => {
    if (jumpTo !== null) virtual.scrollToIndex(jumpTo, { align: "center" });
  }, [jumpTo, virtual]);

  return (
    <div className="raw-scroll" ref={scroller}>
      <ol className="rows-inside" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="rows-item"
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {render(item.index)}
          </li>
        ))}
      </ol>
    </div>
  );
}
