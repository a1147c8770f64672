/** Starting a run without an event: on record with who and why, and at most once for an id. */
import type { Praxis } from "../assembly/assemble.ts";
import { runStream } from "../engine/run-events.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";
import { startRequestStream } from "../oversee/why/start-request.ts";

export interface StartRequest {
  readonly process: string;
  readonly input: Json;
  readonly account: string;
  readonly subject: string | null;
  readonly why: string;
  /** The same id starts one run only; null for a new run each time. */
  readonly id: string | null;
  readonly by: string;
}

/** @throws unknown_process, bad_input, overloaded */
export async function startByHand(
  praxis: Praxis,
  request: StartRequest,
): Promise<{ status: "started" | "already"; run: string }> {
  const { engine, log, ports } = praxis;
  const { process, input, account, why, by } = request;
  // A run with an input that its process cannot read is set aside for good: no retry mends it.
  engine.registry.newest(process)?.checkInput?.(input);
  await engine.intake.turn(account);
  const { subject } = engine.subjects.resolve(log.sql, account, request.subject);
  const run = derivedId("run", "by hand", request.id ?? ports.newId(), process);
  const { value: status, durable } = log.write((transaction) => {
    if (transaction.head(runStream(run)) > 0) return "already" as const;
    engine.backlog.refuseOverload(account);
    const stream = startRequestStream(run);
    const cause = { principal: `person:${by}`, correlation: run, subject: subject ?? "tenant" };
    const [asked] = transaction.append(stream, 0, [{ type: "StartRequested", data: { process, why, by } }], cause);
    const started = { process, input, account, subject, trigger: asked?.position ?? null, parent: null };
    engine.startIn(transaction, run, started, { ...cause, ...(asked ? { causation: asked.position } : {}) });
    return "started" as const;
  });
  await durable;
  return { status, run };
}
