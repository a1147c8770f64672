/**
 * Decides which call fails, and how. Knows no HTTP.
 *
 * Invariants: every drawn call takes the same count of numbers from its sequence, so that switching one fault on does not
 * move the others; a one-shot fault is used by exactly one call, goes before the drawn ones and takes no number. Settings
 * for all worlds replace what single worlds had: what was set last holds.
 */
import { type FaultKind, type FaultSettings, type NextFault, noFaults } from "./fault-settings.ts";
import { type Random, seededRandom } from "./random.ts";

export interface Call {
  readonly world: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

export interface PlannedFault {
  readonly delayMs: number;
  /** What happens after the delay; undefined if the delay is all. */
  readonly kind: Exclude<FaultKind, "slow"> | undefined;
  readonly hangMs: number;
  readonly retryAfterSeconds: number;
}

interface Switches {
  readonly settings: FaultSettings;
  readonly random: Random;
}

export class FaultBoard {
  #all: Switches;
  readonly #perWorld = new Map<string, Switches>();
  readonly #next = new Map<string, NextFault[]>();

  constructor(settings: FaultSettings = noFaults) {
    this.#all = switchesOf(settings);
  }

  setAll(settings: FaultSettings): void {
    this.#all = switchesOf(settings);
    this.#perWorld.clear();
  }

  setWorld(world: string, settings: FaultSettings): void {
    this.#perWorld.set(world, switchesOf(settings));
  }

  /** The world follows the settings for all worlds again, and its one-shot faults are gone. */
  forgetWorld(world: string): void {
    this.#perWorld.delete(world);
    this.#next.delete(world);
  }

  addNext(world: string, fault: NextFault): void {
    this.#next.set(world, [...(this.#next.get(world) ?? []), fault]);
  }

  settingsForAll(): FaultSettings {
    return this.#all.settings;
  }

  settingsOf(world: string): FaultSettings {
    return this.#switchesOf(world).settings;
  }

  plan(call: Call): PlannedFault | undefined {
    return this.#takeNext(call) ?? this.#draw(call);
  }

  #takeNext({ world, method, path }: Call): PlannedFault | undefined {
    const waiting = this.#next.get(world) ?? [];
    const match = waiting.find((fault) => path.includes(fault.pathContains) && (fault.method ?? method) === method);
    if (match === undefined) return undefined;
    this.#next.set(
      world,
      waiting.filter((fault) => fault !== match),
    );
    const { fault, delayMs, hangMs, retryAfterSeconds } = match;
    return fault === "slow"
      ? { delayMs, kind: undefined, hangMs, retryAfterSeconds }
      : { delayMs: 0, kind: fault, hangMs, retryAfterSeconds };
  }

  #draw({ world, method }: Call): PlannedFault | undefined {
    const { settings, random } = this.#switchesOf(world);
    const isRead = method === "GET";
    if (isRead && !settings.reads) return undefined;
    const error500 = random() < settings.error500;
    const rateLimited = random() < settings.rateLimited;
    const reset = random() < settings.reset;
    const resetsAfter = random() < 0.5;
    const timeoutAfterSuccess = random() < settings.timeoutAfterSuccess;
    const garbage = random() < settings.garbage;
    const slow = random() < settings.slow.p;

    let kind: PlannedFault["kind"];
    if (error500) kind = "error500";
    else if (rateLimited && !isRead) kind = "rateLimited";
    else if (reset) kind = resetsAfter ? "resetAfter" : "resetBefore";
    else if (timeoutAfterSuccess && !isRead) kind = "timeoutAfterSuccess";
    else if (garbage && !isRead) kind = "garbage";
    if (kind === undefined && !slow) return undefined;
    const { hangMs, retryAfterSeconds } = settings;
    return { delayMs: slow ? settings.slow.delayMs : 0, kind, hangMs, retryAfterSeconds };
  }

  #switchesOf(world: string): Switches {
    return this.#perWorld.get(world) ?? this.#all;
  }
}

function switchesOf(settings: FaultSettings): Switches {
  return { settings, random: seededRandom(settings.seed) };
}
