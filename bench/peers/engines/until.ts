import { setTimeout } from "node:timers/promises";

const patienceMs = 60_000;

/** Asks again and again, for a minute at most. What `holds` throws ends the waiting. */
export async function until(what: string, holds: () => Promise<boolean>) {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > patienceMs)
      throw new Error(`Waited ${patienceMs / 1_000} s in vain until ${what}.`);
    await setTimeout(50);
  }
}
