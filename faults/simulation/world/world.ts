/**
 * A world: a disk, the processes on it one after the other (and, where one was only stopped, beside each other), the other side, senders and people. It is lived through to its end: first
 * with what fate brings, then calmly, until nothing moves by itself any more.
 *
 * Invariant: whatever happens follows from the seed (K8).
 */

import { runStream } from "../../../src/engine/run-events.ts";
import { soon } from "../../../src/kernel/clock.ts";
import { messageOf, PraxisError } from "../../../src/kernel/errors.ts";
import { SeededRandom } from "../../../src/kernel/random.ts";
import { sqliteBusy, sqliteCode, sqliteIoError } from "../../../src/log/sqlite/database.ts";
import type { End, Fate } from "./fate.ts";
import { Machine } from "./machine.ts";
import { Network } from "./network.ts";
import { Outside } from "./outside.ts";
import { People } from "./people.ts";
import { Provider } from "./provider.ts";
import { Life, Schedule } from "./schedule.ts";
import { type Message, Senders } from "./senders.ts";
import type { Host, Storage } from "./storage.ts";
import { Interruptions } from "./work/interruptions.ts";
import type { OwnStep } from "./work/own-steps.ts";

export interface WorldParts {
  readonly fate: Fate;
  readonly storage: (schedule: Schedule) => Storage;
  readonly messages: readonly { readonly message: Message; readonly atMs: number }[];
  /** How long fate plays its part. */
  readonly activeMs?: number;
  /** Told what happens, line by line. */
  readonly tell?: (line: string) => void;
}

/** Rounds of the event loop without a sign of life after which nothing moves; the longest silent way inside Praxis has three. */
const quietRounds = 16;
const startAt = Date.UTC(2026, 0, 1);
const usuallyActiveMs = 4 * 60_000;
const patienceMs = 8 * 3_600_000;
/** Of silence, after which another process takes over. */
const takeOverAfterMs = 10_000;
const longOutageMs = 50 * 60_000;
const mostSteps = 60_000;

export class World {
  readonly schedule = new Schedule(startAt);
  readonly outside: Outside;
  readonly storage: Storage;
  readonly #parts: WorldParts;
  readonly #senders: Senders;
  readonly #people: People;
  readonly #network: Network;
  readonly #interruptions: Interruptions;
  /** The newest one last. */
  readonly #machines: Machine[] = [];
  readonly #ended: Machine[] = [];
  #starting = false;
  #starts = 0;
  ends = 0;
  points = 0;
  steps = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    const { fate } = parts;
    this.storage = parts.storage(this.schedule);
    const provider = new Provider(() => this.schedule.now);
    this.outside = new Outside(provider);
    this.#network = new Network(this.schedule, fate, provider);
    const reach = { schedule: this.schedule, fate, outside: this.outside, machine: () => this.#listening() };
    this.#senders = new Senders(reach);
    this.#people = new People(reach);
    this.#interruptions = new Interruptions(fate, this.outside);
  }

  /** @returns the process that is left at the end; null where none could be started. */
  async live(): Promise<Machine | null> {
    const { fate, messages, activeMs = usuallyActiveMs } = this.#parts;
    this.#startLater(0);
    this.#senders.begin(messages);
    this.#people.begin();
    this.#stopSometimes();
    this.#eraseSometimes();
    this.schedule.after(activeMs, () => fate.calm());
    const limit = this.schedule.now + patienceMs;
    for (; ; this.steps++) {
      await this.#quiet();
      this.#bury();
      if (fate.isCalm && this.#isAtRest()) return this.#newest();
      if (this.outside.violations.length > 0) return this.#newest();
      if (this.steps < mostSteps && this.schedule.next(limit)) continue;
      this.#tellStanding();
      this.outside.violations.push(
        `K7: the world does not come to rest within ${patienceMs / 3_600_000} hours of its time`,
      );
      return this.#newest();
    }
  }

  close(): void {
    for (const machine of this.#machines) machine.host.life.state = "ended";
    this.#ended.push(...this.#machines.splice(0));
    this.#bury();
    this.storage.close();
  }

  #newest(): Machine | null {
    return this.#machines.at(-1) ?? null;
  }

  /** Where two are there, some senders still go to the older one. */
  #listening(): Machine | null {
    const { random } = this.#parts.fate;
    const older = this.#machines.at(-2);
    return older && random.next() < 0.2 ? older : this.#newest();
  }

  #isAtRest(): boolean {
    const machine = this.#newest();
    if (!machine || this.#senders.isWaiting || machine.isBusy()) return false;
    if (this.#machines.some(({ host }) => host.life.state === "stopped")) return false;
    // One that woke up and had nothing to write does not know that it was replaced.
    for (const older of this.#machines.slice(0, -1)) this.#end(older.host, { kind: "kill" });
    return machine.nextDueAt() === null && !this.#people.wouldAnswer(machine);
  }

  async #quiet(): Promise<void> {
    for (let still = 0; still < quietRounds; ) {
      const before = this.#activity();
      await new Promise<void>((resolve) => soon(resolve));
      still = this.#activity() === before ? still + 1 : 0;
    }
  }

  #activity(): number {
    return this.#machines.reduce((sum, machine) => sum + machine.activity, this.schedule.count + this.points);
  }

  #startLater(delayMs: number): void {
    if (this.#starting) return;
    this.#starting = true;
    this.schedule.after(delayMs, () => {
      this.#starting = false;
      this.#start();
    });
  }

  #start(): void {
    const { fate } = this.#parts;
    const life = new Life();
    const host: Host = {
      life,
      point: (name) => this.#point(host, name),
      mayStop: () => {
        const machine = this.#newest();
        const { stops, stopMs } = fate.habits;
        if (machine?.host !== host || life.state !== "running" || stops === 0 || fate.isCalm) return;
        if (fate.random.next() < stops * 3) this.#stop(machine, stopMs);
      },
      committed: () => {
        this.outside.ownSteps.committed(host, (run) => this.#newest()?.log.lastNumber(runStream(run)) ?? 0);
        const index = this.#machines.findIndex((machine) => machine.host === host);
        if (index >= 0 && index < this.#machines.length - 1)
          this.outside.violations.push("K2: a process that was replaced has committed something");
      },
    };
    const random = new SeededRandom(Math.imul(++this.#starts, 0x85ebca6b) ^ Math.floor(fate.random.next() * 2 ** 31));
    this.#tell(`a process starts (${this.#starts})`);
    try {
      const machine = new Machine({
        ...{ host, schedule: this.schedule, storage: this.storage, network: this.#network, random },
        turnMs: fate.habits.turnMs,
        didOwn: (step, thing) => this.#didOwn(host, step, thing),
        fatal: (error) => {
          this.#tell(`it ends itself: ${error.message}`);
          this.#end(host, { kind: "kill" });
        },
      });
      this.#machines.push(machine);
      if (life.state === "ended") return this.#remove(host);
      machine.log.onDurable((position) => {
        if (life.state !== "running") return;
        this.outside.heardDurable(position, machine.log.durableHead().hash);
        this.outside.ownSteps.durable(host);
      });
      machine.log.onLost(() => this.outside.ownSteps.interrupted(host));
      machine.praxis.start();
    } catch (thrown) {
      if (life.state === "ended") return this.#startLater(this.#outageMs());
      const isHeld = sqliteCode(thrown) === sqliteBusy;
      const older = this.#newest();
      // Who takes over from a process that is stopped in the middle of a transaction ends it (stopped-owner.ts).
      if (isHeld && older) this.#end(older.host, { kind: "kill" });
      else if (!isPassing(thrown)) this.outside.violations.push(`a start failed: ${messageOf(thrown)}`);
      life.state = "ended";
      this.#startLater(1_000);
    }
  }

  #didOwn(host: Host, step: OwnStep, thing: string): void {
    const machine = this.#newest();
    if (host.life.state === "ended" || machine?.host !== host) return;
    this.outside.ownSteps.did(host, step, machine.log.lastNumber(runStream(step.run)));
    if (host.point("own step")) return;
    this.#interruptions.after(machine, step, thing, (end) => {
      this.#tell(`${end.kind} in the middle of own steps`);
      this.#end(host, end);
    });
  }

  /** Whether the process ends here. */
  #point(host: Host, name: string): boolean {
    if (host.life.state === "ended") return true;
    this.points += 1;
    const end = this.#parts.fate.at(name);
    if (!end) return false;
    this.#tell(`${end.kind === "kill" ? "killed" : `power cut (${end.tear})`} at: ${name}`);
    this.#end(host, end);
    return true;
  }

  #end(host: Host, end: End): void {
    if (host.life.state === "ended") return;
    this.ends += 1;
    host.life.state = "ended";
    if (end.kind === "power cut") {
      for (const machine of this.#machines) machine.host.life.state = "ended";
      this.storage.powerCut(end.tear);
      this.outside.ownSteps.powerCut();
    }
    for (const machine of [...this.#machines]) if (machine.host.life.state === "ended") this.#remove(machine.host);
  }

  #remove(host: Host): void {
    const index = this.#machines.findIndex((machine) => machine.host === host);
    const wasNewest = index === this.#machines.length - 1;
    if (index >= 0) this.#ended.push(...this.#machines.splice(index, 1));
    // Its supervisor starts it again, whoever else may be there.
    if (wasNewest) this.#startLater(this.#outageMs());
  }

  /** Not where it ended, for it may be in the middle of a call. */
  #bury(): void {
    for (const machine of this.#ended.splice(0)) machine.bury();
  }

  #outageMs(): number {
    const { random, habits, isCalm } = this.#parts.fate;
    if (!isCalm && random.next() < habits.outageLong) return longOutageMs * (0.5 + random.next());
    return random.next() * habits.outageMs;
  }

  /** A process that is stopped and not ended: another one takes over, and some time later it wakes up. */
  #stopSometimes(): void {
    const { fate } = this.#parts;
    const { stops, stopMs } = fate.habits;
    if (stops === 0) return;
    this.schedule.after(1_000 * fate.random.next(), () => {
      if (fate.isCalm) return;
      const machine = this.#newest();
      if (machine?.host.life.state === "running" && fate.random.next() < stops) this.#stop(machine, stopMs);
      this.#stopSometimes();
    });
  }

  #stop(machine: Machine, stopMs: number): void {
    const { life } = machine.host;
    this.#tell("a process is stopped");
    life.state = "stopped";
    this.schedule.after(takeOverAfterMs, () => {
      if (life.state === "stopped" && this.#newest() === machine) this.#startLater(0);
    });
    this.schedule.after(stopMs * (0.5 + this.#parts.fate.random.next()), () => {
      if (life.state === "stopped") this.#tell("it wakes up");
      life.goOn();
    });
  }

  #eraseSometimes(): void {
    const { fate } = this.#parts;
    if (!fate.habits.erases) return;
    this.schedule.after(60_000, () => {
      const machine = this.#newest();
      if (machine?.host.life.state !== "running" || !this.outside.accepted.has("noise")) return this.#eraseSometimes();
      this.outside.erasing.add("bystander x");
      try {
        machine.log.erase("bystander x", { principal: "person:ada" }).durable.then(
          () => machine.host.life.do(() => void this.outside.erased.add("bystander x")),
          () => undefined,
        );
      } catch {
        // Not now; nobody was told that it was done.
      }
    });
  }

  /** For whoever looks at a world that does not come to rest. */
  #tellStanding(): void {
    const sql = this.#newest()?.log.sql;
    if (!this.#parts.tell || !sql) return this.#tell("no process is there");
    for (const table of ["runs", "waits", "effects", "gates"])
      for (const row of sql.all(`SELECT * FROM ${table}`)) this.#tell(`${table}: ${JSON.stringify(row)}`);
    this.#tell(`senders ${this.#senders.isWaiting}, processes ${this.#machines.length}`);
  }

  #tell(line: string): void {
    this.#parts.tell?.(`${((this.schedule.now - startAt) / 1_000).toFixed(3).padStart(10)} ${line}`);
  }
}

function isPassing(thrown: unknown): boolean {
  const isOfTheDisk = sqliteCode(thrown) === sqliteIoError;
  if (isOfTheDisk || !(thrown instanceof PraxisError)) return isOfTheDisk;
  return thrown.disposition === "retry" || thrown.code === "disk_failed";
}
