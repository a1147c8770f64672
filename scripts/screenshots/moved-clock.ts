/**
 * Loaded into a server before everything else (`node --import`): its calendar is ahead of the machine's by what stands in the file that
 * PRAXIS_MOVED_CLOCK names, in milliseconds. The steady clock goes with it, as if that time had passed: schedules do not believe a calendar that leaps alone.
 * Long timers follow the calendar, so that what is due at seven happens at seven; short ones run as ever.
 */
import { readFileSync } from "node:fs";

const file = process.env.PRAXIS_MOVED_CLOCK ?? "";
const realNow = Date.now.bind(Date);
const lookEveryMs = 20;
let aheadMs = 0;
let lookedAt = 0;

function movedNow(): number {
  const now = realNow();
  if (now - lookedAt >= lookEveryMs) {
    lookedAt = now;
    aheadMs = Number(readFileSync(file, "utf8"));
  }
  return now + aheadMs;
}

Date.now = movedNow;
const realSteadyNow = performance.now.bind(performance);
performance.now = () => {
  movedNow();
  return realSteadyNow() + aheadMs;
};
globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [movedNow()] : args, self),
});

const longMs = 5_000;

globalThis.setTimeout = new Proxy(setTimeout, {
  apply(target, self, [work, delayMs = 0, ...rest]) {
    if (delayMs < longMs) return Reflect.apply(target, self, [work, delayMs, ...rest]);
    const due = movedNow() + delayMs;
    const timer = setInterval(() => {
      if (movedNow() < due) return;
      clearInterval(timer);
      work(...rest);
    }, lookEveryMs);
    return timer;
  },
});
