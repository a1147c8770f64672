/** Those who send events: until they are told that it is kept, again and again; some of them once more after that. */
import { receive } from "../../../src/engine/intake.ts";
import type { Fate } from "./fate.ts";
import { pick } from "./fate.ts";
import type { Machine } from "./machine.ts";
import type { Outside } from "./outside.ts";
import type { Schedule } from "./schedule.ts";
import { type EventType, eventTypes, withoutOwnSteps } from "./work/work.ts";

export interface Message {
  readonly id: string;
  readonly type: EventType | "Paid" | "Noise";
  readonly thing: string;
}

export interface Reach {
  readonly schedule: Schedule;
  readonly fate: Fate;
  readonly outside: Outside;
  /** A process that listens; null where there is none. */
  machine(): Machine | null;
}

const againAfterMs = 3_000;

/** Whom a message is about, where that may be erased. */
export function subjectOf({ type, thing }: Message): string | null {
  if (type === "Noise") return `bystander ${thing}`;
  return type === "Own" ? guestOf(thing) : null;
}

export const guestOf = (thing: string): string => `guest of ${thing}`;

export class Senders {
  readonly #reach: Reach;
  #waiting = 0;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** Whether somebody is still waiting to be told. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  begin(messages: readonly { readonly message: Message; readonly atMs: number }[]): void {
    for (const { message, atMs } of messages) {
      this.#waiting += 1;
      this.#reach.schedule.after(atMs, () => this.#send(message));
    }
  }

  #send(message: Message): void {
    const { schedule, fate, outside } = this.#reach;
    const { accepted } = outside;
    if (accepted.has(message.id) && fate.random.next() < 0.7) return;
    const machine = this.#reach.machine();
    if (machine) {
      const { host, praxis } = machine;
      host.life.do(() => {
        try {
          receive(praxis.engine, {
            ...{ source: "shop", id: message.id, type: message.type, payload: { thing: message.thing } },
            ...{ about: message.thing, account: "main", subject: subjectOf(message), principal: "source:shop" },
          }).durable.then(
            () =>
              host.life.do(() => {
                if (!accepted.has(message.id)) this.#waiting -= 1;
                accepted.add(message.id);
              }),
            () => undefined,
          );
        } catch {
          // It refuses, or is not what it was: the sender tries again.
        }
      });
    }
    schedule.after(againAfterMs, () => this.#send(message));
  }
}

/** Some things are asked for twice, in two messages. */
export function drawMessages({ random, habits }: Fate): { message: Message; atMs: number }[] {
  const count = 2 + Math.floor(random.next() * 5);
  const types = habits.ownSteps ? eventTypes : withoutOwnSteps;
  const drawn = Array.from({ length: count }, (_, index) => {
    const thing = `thing ${Math.floor(random.next() * count)}`;
    const type = habits.ownSteps && random.next() < 0.25 ? "Own" : pick(random, types);
    return {
      message: { id: `m${index}`, type, thing },
      atMs: Math.floor(random.next() * (habits.atOnce ? 3 : 90_000)),
    };
  });
  const waiting = (type: Message["type"]): boolean => type === "Order" || type === "Own";
  const paid = drawn.filter(({ message }) => waiting(message.type) && random.next() < 0.8);
  const noise = habits.erases ? [{ message: { id: "noise", type: "Noise" as const, thing: "x" }, atMs: 100 }] : [];
  return [
    ...drawn,
    ...noise,
    ...paid.map(({ message: { id, thing } }) => ({
      message: { id: `${id} paid`, type: "Paid" as const, thing },
      atMs: Math.floor(random.next() * 120_000),
    })),
  ];
}
