/** J and K move through a list and open what they come to, Escape goes back to the list. */
import { useShortcuts } from "../../keyboard/use-shortcuts.ts";

interface ListKeys {
  readonly title: string;
  /** What a row is called: "effect". */
  readonly what: string;
  readonly ids: readonly string[];
  readonly shown: string | undefined;
  readonly open: (id: string | undefined) => void;
}

export function useListKeys({ title, what, ids, shown, open }: ListKeys): void {
  const index = shown === undefined ? -1 : ids.indexOf(shown);
  const move = (step: number) => {
    const target = ids[Math.min(ids.length - 1, Math.max(0, index + step))];
    if (target !== undefined) open(target);
  };
  useShortcuts(title, [
    { keys: "j", label: `Next ${what}`, run: () => move(1), mayRepeat: true },
    {
      keys: "k",
      label: `${what.charAt(0).toUpperCase()}${what.slice(1)} before`,
      run: () => move(-1),
      mayRepeat: true,
    },
    { keys: "Escape", label: "Back to the list", run: () => open(undefined), enabled: shown !== undefined },
  ]);
}
