/**
 * A list that may be very long: only what is in view is in the page. Rows are links or buttons, so they are reached by Tab; J and K of the
 * page move the selection, which is scrolled into view.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { catchUp, noteInView } from "../../api/long-lists.ts";

interface VirtualRowsProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly render: (row: T, index: number) => ReactNode;
  /** Height of a row in pixels, to begin with; with `measured` the true ones are taken. */
  readonly rowHeight: number;
  readonly measured?: boolean;
  readonly selectedIndex?: number;
  /** Called when the end comes near. */
  readonly onEnd?: () => void;
  /** Names the scroll position, which is found again when one comes back. */
  readonly id: string;
  readonly footer?: ReactNode;
}

const nearEnd = 20;

interface RowProps {
  readonly row: unknown;
  readonly index: number;
  /** A method, so that it may take what its own list has. */
  render(row: unknown, index: number): ReactNode;
}

/** Scrolling draws the rows that come into view, and not those anew that are in it. */
const Row = memo(({ row, index, render }: RowProps) => render(row, index));

/** How far each list was scrolled when it was left. */
const places = new Map<string, number>();

export function VirtualRows<T>(props: VirtualRowsProps<T>) {
  const { label, rows, keyOf, render, rowHeight, measured = false, selectedIndex = -1, onEnd, id, footer } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const place = `${id}${useRouterState({ select: ({ location }) => location.search.q ?? "" })}`;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 8,
    initialOffset: () => places.get(place) ?? 0,
    onChange: ({ scrollOffset }) => places.set(place, scrollOffset ?? 0),
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lastShown >= rows.length - nearEnd) onEnd?.();
  }, [lastShown, rows.length, onEnd]);

  const client = useQueryClient();
  const shown = items.map(({ key }) => String(key)).join(" ");
  useEffect(() => {
    noteInView(id, shown === "" ? [] : shown.split(" "));
    catchUp(client);
    return () => noteInView(id, []);
  }, [id, shown, client]);

  // Where rows come and go above it, it is still the same one: the list is not moved under one's eyes.
  const selected = rows[selectedIndex];
  const selectedKey = selected === undefined ? null : keyOf(selected);
  const selectedAt = useRef(selectedIndex);
  selectedAt.current = selectedIndex;
  useEffect(() => {
    if (selectedKey !== null) virtual.scrollToIndex(selectedAt.current, { align: "auto" });
  }, [selectedKey, virtual]);

  return (
    <div className="rows" ref={scroller}>
      <ul aria-label={label} className="rows-inside" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              ref={measured ? virtual.measureElement : undefined}
              data-index={item.index}
              className="rows-item"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)`, ...(measured ? {} : { height: item.size }) }}
            >
              <Row row={row} index={item.index} render={render} />
            </li>
          );
        })}
      </ul>
      {footer}
    </div>
  );
}
