/** Buttons, and links that look like them. A key that does the same stands in the button. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: ButtonLook;
  /** The key that does the same, as it is shown. */
  readonly keys?: string;
  readonly icon?: ReactNode;
}

export function Button({ look = "plain", keys, icon, children, className = "", ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${look} ${className}`} aria-keyshortcuts={keys} {...rest}>
      {icon}
      {children !== undefined && <span>{children}</span>}
      {keys !== undefined && (
        <span className="kbd" aria-hidden="true">
          {keys}
        </span>
      )}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does, for the tooltip and for those who listen. */
  readonly label: string;
}

export function IconButton({ label, className = "", children, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  );
}

export function ButtonLink({
  look = "plain",
  children,
  ...rest
}: LinkProps & { look?: ButtonLook; children: ReactNode }) {
  return (
    <Link className={`button button-${look}`} {...rest}>
      {children}
    </Link>
  );
}
