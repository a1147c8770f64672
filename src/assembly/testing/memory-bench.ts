/** A workbench on a log in memory: what most tests of the layers together begin with. */
import { MemoryDisk, openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { process } from "../../plan/process.ts";
import { projections } from "../assemble.ts";
import type { Definition } from "../definitions.ts";
import { knowsKind } from "../event-kinds.ts";
import { Bench, type BenchOptions } from "./bench.ts";
import { type AnyRefund, refundSchema } from "./contracts.ts";

/** @param more.disk to start anew on what another bench left */
export function bench(
  definitions: readonly Definition[],
  more: Partial<BenchOptions> & { disk?: MemoryDisk } = {},
): Bench {
  const { disk = new MemoryDisk(), ...options } = more;
  return new Bench({
    open: (ports) => openMemoryLog({ disk, ports, projections, knows: knowsKind }),
    definitions,
    ...options,
  });
}

/** A process that does one refund for each event. */
export const refunds = (refund: AnyRefund, name = "refunds", on = "Refund") =>
  process(name, { on, input: refundSchema }, (run, wish) => run.do(refund, wish));
