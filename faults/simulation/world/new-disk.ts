/** What a first start leaves on an empty disk; made once, for it takes longer than most worlds do. */
import { SeededRandom } from "../../../src/kernel/random.ts";
import { OneEnd } from "./fate.ts";
import { Machine } from "./machine.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { Network } from "./network.ts";
import { PagedStorage } from "./paged-storage.ts";
import { Provider } from "./provider.ts";
import { Life, Schedule } from "./schedule.ts";
import type { Storage } from "./storage.ts";

const nobody = new OneEnd(0, { kind: "kill" });
let pages: Promise<ReadonlyMap<string, Uint8Array>> | undefined;
let memory: Promise<Uint8Array> | undefined;

export function newPages(): Promise<ReadonlyMap<string, Uint8Array>> {
  pages ??= started(
    (schedule) => new PagedStorage(schedule, nobody, new Map()),
    (storage) => storage.files(),
  );
  return pages;
}

export function newMemory(): Promise<Uint8Array> {
  memory ??= started(
    (schedule) => new MemoryStorage(schedule, nobody, new Uint8Array()),
    (storage) => storage.image(),
  );
  return memory;
}

async function started<S extends Storage, T>(make: (schedule: Schedule) => S, take: (storage: S) => T): Promise<T> {
  const schedule = new Schedule(0);
  const storage = make(schedule);
  const network = new Network(schedule, nobody, new Provider(() => 0));
  const machine = new Machine({
    host: { life: new Life(), point: () => false, committed: () => undefined, mayStop: () => undefined },
    schedule,
    storage,
    network,
    random: new SeededRandom(1),
    turnMs: 0,
    didOwn: () => undefined,
    fatal: (error) => {
      throw error;
    },
  });
  machine.stop();
  return take(storage);
}
