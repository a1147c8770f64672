/**
 * One-key commands. A page names its own while it is shown; the ones of the page and of the shell together are what `?` lists.
 *
 * Invariants: no command runs while somebody types, while a dialog is open, or with Ctrl, Alt or Cmd held; a key that is held down counts
 * once, but for steps through a list; the page that was mounted last wins where two name the same key, and every page wins over the shell.
 */
import { useEffect, useRef } from "react";
import { matchShortcut, type Press } from "./match-shortcut.ts";

export interface Shortcut {
  /** "j", "?", "g i" */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  /** False where it has nothing to do right now; it is listed all the same. */
  readonly enabled?: boolean;
  /** Whether holding the key goes on doing it: for steps through a list only, never for what decides something. */
  readonly mayRepeat?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const groups = { page: [] as { current: ShortcutGroup }[], everywhere: [] as { current: ShortcutGroup }[] };
let presses: Press[] = [];
let isListening = false;

export function useShortcuts(title: string, shortcuts: readonly Shortcut[], scope: keyof typeof groups = "page"): void {
  const group = useRef<ShortcutGroup>({ title, shortcuts });
  group.current = { title, shortcuts };
  useEffect(() => {
    listen();
    const siblings = groups[scope];
    siblings.unshift(group);
    return () => {
      siblings.splice(siblings.indexOf(group), 1);
    };
  }, [scope]);
}

/** Those of the page first, those of everywhere last. */
export function listShortcuts(): readonly ShortcutGroup[] {
  return [...groups.page, ...groups.everywhere].map(({ current }) => current);
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
    presses = [...presses.slice(-1), { key: event.key, at: event.timeStamp }];
    const active = listShortcuts().flatMap(({ shortcuts }) => shortcuts.filter(({ enabled }) => enabled !== false));
    const combo = matchShortcut(
      active.map(({ keys }) => keys),
      presses,
    );
    const shortcut = active.find(({ keys }) => keys === combo);
    if (!shortcut) return;
    event.preventDefault();
    if (event.repeat && shortcut.mayRepeat !== true) return;
    presses = [];
    shortcut.run();
  });
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[role='menu'], [data-keys='own']") !== null) return true;
  return target.matches("input:not([type='checkbox'], [type='radio']), textarea, select");
}
