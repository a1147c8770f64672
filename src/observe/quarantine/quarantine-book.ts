/**
 * Keeps what was refused, so that nothing that was sent is lost without a trace.
 *
 * Invariants: a record is on disk before `record` settles (K1); it holds no signature, credential or cookie; it is sealed.
 */
import { createHash } from "node:crypto";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { type BodyRead, keptBytes } from "../intake/read-limited.ts";
import { type Quarantined, quarantinedSchema, quarantineStream } from "./quarantine-table.ts";
import { WriteAllowance } from "./write-allowance.ts";

export interface RefusedWebhook {
  readonly source: string;
  readonly code: string;
  readonly message: string;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: BodyRead;
}

const secretHeader = /auth|cookie|signature|secret|token|password|api-?key|credential/i;
const mostHeaders = 64;
const longestValue = 1_024;

export class QuarantineBook {
  readonly #log: EventLog;
  readonly #ports: Ports;
  readonly #allowance: WriteAllowance;
  #unknownSource = 0;

  constructor(log: EventLog, ports: Ports) {
    this.#log = log;
    this.#ports = ports;
    this.#allowance = new WriteAllowance(ports.clock);
  }

  /** @returns the record's id; null where the source has had its share of records, and this refusal is counted only. @throws disk_full */
  async record(refused: RefusedWebhook): Promise<string | null> {
    const { source, code, message, body } = refused;
    const seen = body.kind === "whole" ? body.bytes : body.first;
    const leave = this.#allowance.take(source, Math.min(seen.length, keptBytes));
    if (leave === null) return null;
    const announced = Number(headerOf(refused.headers, "content-length"));
    const data: Quarantined = {
      id: this.#ports.newId(),
      source,
      code,
      message,
      headers: harmless(refused.headers),
      bodyBase64: Buffer.from(seen.subarray(0, leave.bytes)).toString("base64"),
      bodyBytes:
        body.kind === "whole" ? seen.length : Math.max(body.seenBytes, Number.isFinite(announced) ? announced : 0),
      bodySha256: body.kind === "whole" ? createHash("sha256").update(seen).digest("hex") : null,
      skippedBefore: leave.skippedBefore,
    };
    const stream = quarantineStream(source);
    await this.#log.write((transaction) =>
      transaction.append(stream, transaction.head(stream), [{ type: "WebhookQuarantined", data }], {
        principal: `source:${source}`,
        subject: "tenant",
      }),
    ).durable;
    return data.id;
  }

  /** Somebody sent to an address that is no source's. */
  countUnknownSource(): void {
    this.#unknownSource += 1;
  }

  /** What was refused without a record, since this process began. */
  counts(): { unknownSource: number; notRecorded: Record<string, number> } {
    return { unknownSource: this.#unknownSource, notRecorded: this.#allowance.skipped() };
  }

  find(id: string): { at: number; record: Quarantined | null } | undefined {
    const row = this.#log.sql.get("SELECT source, number, at FROM quarantine WHERE id = ?", id);
    if (!row) return undefined;
    const event = this.#log.readEvent(quarantineStream(text(row, "source")), integer(row, "number"));
    return { at: integer(row, "at"), record: event && !event.erased ? quarantinedSchema.parse(event.data) : null };
  }
}

function headerOf(headers: Iterable<readonly [string, string]>, wanted: string): string | undefined {
  for (const [name, value] of headers) if (name.toLowerCase() === wanted) return value;
  return undefined;
}

function harmless(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const kept = [...headers].filter(([name]) => !secretHeader.test(name)).slice(0, mostHeaders);
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value.slice(0, longestValue)]));
}
