/** A button that opens a short list of commands: arrow keys move, Escape and a click elsewhere close it. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  /** Set for a choice of several: whether it is the one in force. */
  readonly checked?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Starts a new group, with this title if it has one. */
  readonly group?: string;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
  readonly className?: string;
  readonly side?: "left" | "right";
}

export function Menu({ label, items, children, className = "icon-button", side = "right" }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    buttonsOf(root.current)[0]?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);

  const close = () => {
    setIsOpen(false);
    trigger.current?.focus();
  };

  return (
    <div className="menu" ref={root}>
      <button
        type="button"
        ref={trigger}
        className={className}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setIsOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div
          role="menu"
          tabIndex={-1}
          id={id}
          aria-label={label}
          className={`menu-list menu-${side}`}
          onKeyDown={(event) => moveFocus(event, root.current, close)}
        >
          {items.map((item) => (
            <MenuRow key={item.label} item={item} close={close} />
          ))}
        </div>
      )}
    </div>
  );
}

function MenuRow({ item, close }: { item: MenuItem; close: () => void }) {
  // The two belong together: only a choice of several is checked or not.
  const semantics =
    item.checked === undefined ? { role: "menuitem" } : { role: "menuitemradio", "aria-checked": item.checked };
  return (
    <>
      {item.group !== undefined && <div className="menu-group">{item.group}</div>}
      <button
        type="button"
        {...semantics}
        tabIndex={-1}
        disabled={item.disabled}
        className={item.danger ? "menu-item danger" : "menu-item"}
        onClick={() => {
          close();
          item.onSelect();
        }}
      >
        <span className="menu-icon">{item.checked === undefined ? item.icon : item.checked ? "✓" : ""}</span>
        {item.label}
      </button>
    </>
  );
}

function buttonsOf(root: HTMLElement | null): HTMLButtonElement[] {
  return [...(root?.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)") ?? [])];
}

function moveFocus(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const buttons = buttonsOf(root);
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const steps: Record<string, number> = {
    ArrowDown: (at + 1) % buttons.length,
    ArrowUp: (at - 1 + buttons.length) % buttons.length,
    Home: 0,
    End: buttons.length - 1,
  };
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close();
    return;
  }
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[next]?.focus();
}
