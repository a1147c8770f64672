/** What is chosen in a list, beside it: a bar that stays, a title, parts under small headings. On a narrow screen it covers the list. */
import { ArrowLeft, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../controls/button.tsx";
import "./detail-panel.css";

interface DetailPanelProps {
  readonly title: ReactNode;
  /** Marks in the bar: a state, a tier, a moment. */
  readonly meta: ReactNode;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The bar, and below it whatever fills the rest. */
export function DetailFrame({ bar, onClose, children }: { bar: ReactNode; onClose: () => void; children: ReactNode }) {
  return (
    <article className="detail">
      <div className="detail-bar">
        <IconButton label="Back to the list" className="detail-back" onClick={onClose}>
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        {bar}
        <IconButton label="Close (Escape)" className="detail-close" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </div>
      {children}
    </article>
  );
}

export function DetailPanel({ title, meta, onClose, actions, children }: DetailPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Where the detail covers the list, the focus would be left below it.
  useEffect(() => {
    const covers = window.matchMedia("(max-width: 999px)").matches;
    if (covers || document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <DetailFrame bar={<div className="row-meta">{meta}</div>} onClose={onClose}>
      <div className="detail-scroll">
        <h2 className="detail-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {actions !== undefined && <div className="row">{actions}</div>}
        {children}
      </div>
    </DetailFrame>
  );
}

interface DetailPartProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function DetailPart({ title, aside, children }: DetailPartProps) {
  return (
    <section className="detail-part">
      <div className="detail-part-title">
        <h3>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Lines of a name and what belongs to it. Those that are null are left out. */
export function DetailFacts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
