/** Progress of long work, on standard error: one line that is written over at a terminal, a few lines elsewhere. */
import type { Output } from "../context.ts";

const redrawMs = 100;
const quietMs = 5_000;

export interface ProgressLine {
  show(done: number, total: number): void;
  end(): void;
}

export function progressLine(output: Output, what: string, now: () => number = Date.now): ProgressLine {
  const everyMs = output.isTerminal ? redrawMs : quietMs;
  let shownAt = now();
  let isOpen = false;
  return {
    show(done, total) {
      if (now() - shownAt < everyMs) return;
      shownAt = now();
      const share = total === 0 ? 100 : Math.floor((done / total) * 100);
      const text = `${what}: ${done} of ${total} (${share} %)`;
      if (output.isTerminal) output.draw(`\r${text}`);
      else output.say(text);
      isOpen = output.isTerminal;
    },
    end() {
      if (isOpen) output.draw(`\r${" ".repeat(output.columns - 1)}\r`);
      isOpen = false;
    },
  };
}
