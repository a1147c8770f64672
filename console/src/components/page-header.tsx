/** The top of a page: its title, which takes the focus after a navigation, and what can be done here. */
import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function PageHeader({ title, actions, children }: PageHeaderProps) {
  return (
    <header className="page-header">
      <div className="page-title">
        <h1 tabIndex={-1}>{title}</h1>
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
      {children}
    </header>
  );
}

/** A part of a page under its own heading. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-title">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
