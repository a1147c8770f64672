/** One seed: a world is made, lived through and judged. */
import { judge, type Verdict } from "./oracle/judge.ts";
import { type Fate, SeededFate } from "./world/fate.ts";
import { MemoryStorage } from "./world/memory-storage.ts";
import { newMemory, newPages } from "./world/new-disk.ts";
import { PagedStorage } from "./world/paged-storage.ts";
import { drawMessages } from "./world/senders.ts";
import { World, type WorldParts } from "./world/world.ts";

export interface Lived extends Verdict {
  /** Where a process ended. */
  readonly ends: number;
  /** Where one could have. */
  readonly points: number;
  readonly deeds: number;
  readonly events: number;
}

export interface SeedOptions {
  /** False for a world as it was before there were own steps. */
  readonly ownSteps?: boolean;
  readonly tell?: (line: string) => void;
}

export function liveSeed(seed: number, { ownSteps = true, tell }: SeedOptions = {}): Promise<Lived> {
  const fate = new SeededFate(seed, ownSteps);
  return liveThrough(fate, { messages: drawMessages(fate), ...(tell ? { tell } : {}) });
}

export async function liveThrough(fate: Fate, parts: Omit<WorldParts, "fate" | "storage">): Promise<Lived> {
  const [pages, memory] = [await newPages(), await newMemory()];
  const { isNew, storage } = fate.habits;
  const world = new World({
    ...parts,
    fate,
    storage: (schedule) =>
      storage === "pages"
        ? new PagedStorage(schedule, fate, isNew ? new Map() : pages)
        : new MemoryStorage(schedule, fate, isNew ? new Uint8Array() : memory),
  });
  const machine = await world.live();
  try {
    const verdict = await judge(world, machine);
    const { ends, points, outside } = world;
    const events = machine?.log.head().position ?? 0;
    return { ...verdict, ends, points, deeds: outside.provider.deeds.length, events };
  } finally {
    world.close();
  }
}
