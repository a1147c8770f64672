/** Opening a folder that somebody else may hold for a moment: a command at work in its own process, or a server on its way down. */
import { PraxisError } from "../../kernel/errors.ts";
import type { OpenedPraxis } from "../host.ts";

const againAfterMs = 200;

/** @param found another way to go on, looked for each time; null for none. @throws folder_in_use after `patienceMs` */
export async function openPatiently<T>(
  open: () => Promise<OpenedPraxis>,
  patienceMs: number,
  found: () => T | null,
): Promise<{ readonly opened: OpenedPraxis } | { readonly found: T }> {
  const givenUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return { opened: await open() };
    } catch (thrown) {
      const isHeld = thrown instanceof PraxisError && thrown.code === "folder_in_use";
      if (!isHeld || performance.now() > givenUpAt) throw thrown;
      const other = found();
      if (other !== null) return { found: other };
      await new Promise((resolve) => setTimeout(resolve, againAfterMs));
    }
  }
}
