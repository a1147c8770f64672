/** A dialog over the page: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back. */
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { isTyping } from "../../keyboard/use-shortcuts.ts";
import { IconButton } from "./button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: "small" | "medium" | "large";
  /** Keys that do something here, where nobody types. */
  readonly keys?: Readonly<Record<string, () => void>>;
  /** The title is read aloud, but not shown. */
  readonly bare?: boolean;
}

/** What is filled in already is not where one begins. */
const firstFields = ".dialog-body :is(textarea, input, select):not([data-filled]), .dialog-footer .button-primary";

/** Open for as long as it is rendered. */
export function Dialog({ title, onClose, children, footer, size = "small", bare = false, keys = {} }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    // The browser would choose the button that closes it.
    element.current?.querySelector<HTMLElement>(firstFields)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog dialog-${size}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        keys[event.key]?.();
      }}
      onMouseDown={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="dialog-inside">
        <div className={bare ? "only-read-aloud" : "dialog-header"}>
          <h2 id={titleId}>{title}</h2>
          {!bare && (
            <IconButton label="Close" onClick={onClose}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          )}
        </div>
        <div className="dialog-body">{children}</div>
        {footer !== undefined && <div className="dialog-footer">{footer}</div>}
      </div>
    </dialog>
  );
}
