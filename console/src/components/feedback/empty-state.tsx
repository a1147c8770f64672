/** A page without content, which teaches: what will be here, and the one command or click that brings it. */
import type { ReactNode } from "react";
import { Copyable } from "../controls/copyable.tsx";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** A command line that fills the page. */
  readonly command?: string;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}

export function EmptyState({ title, children, command, action, icon }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon !== undefined && <div className="empty-icon">{icon}</div>}
      <h2>{title}</h2>
      {children !== undefined && <div className="empty-text">{children}</div>}
      {command !== undefined && <Copyable value={command} shown={command} what="command" />}
      {action}
    </div>
  );
}
