/**
 * Loaded into a server before everything else (NODE_OPTIONS=--import): its wall clock is ahead of, or behind, the machine's by what stands in the file that PRAXIS_STEPPED_CLOCK names, in
 * milliseconds; as when a clock is set. Timers and the monotonic clock go on as ever.
 */
import { readFileSync } from "node:fs";

const file = process.env.PRAXIS_STEPPED_CLOCK ?? "";
const realNow = Date.now.bind(Date);
const steppedNow = (): number => realNow() + Number(readFileSync(file, "utf8"));

Date.now = steppedNow;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [steppedNow()] : args, self),
});
