/**
 * Keeps what was not let in, so that nothing that was sent is lost without a trace, and what people decided about it.
 *
 * Invariants: a record is on disk before `record` and `hold` settle (K1); it holds no signature, credential or cookie; it is sealed with a key of its own,
 * as is what people say of it, so that it can be erased alone and with whomever it is about (K10); it is settled once, with who and why.
 */
import { createHash } from "node:crypto";
import type { Named, Subjects } from "../../engine/subjects/subjects.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { derivedId } from "../../kernel/ids.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog, Row, Sql, Transaction } from "../../log/event-log.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import { type BodyRead, keptBytes } from "../intake/read-limited.ts";
import {
  heldOutlineOf,
  type Quarantined,
  type QuarantineKind,
  type QuarantineStatus,
  quarantinedSchema,
  quarantinedSubject,
  quarantineStream,
  settledSchema,
} from "./quarantine-table.ts";
import { readableTexts } from "./readable-texts.ts";
import { WriteAllowance } from "./write-allowance.ts";

export interface RefusedWebhook {
  readonly source: string;
  readonly code: string;
  readonly message: string;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: BodyRead;
  /** Where the sender proved who it is. */
  readonly deliveryId?: string | null;
  readonly about?: About | null;
}

/** Whom an item is about, as far as it could be read. */
export interface About {
  readonly account: string;
  readonly subject: Named | null;
}

/** An item that can be read still. */
export interface KeptItem {
  readonly id: string;
  readonly position: number;
  /** Under which it is sealed. */
  readonly subject: string;
  /** What is written in it. */
  readonly texts: () => string[];
}

/** A mail, a row or a form that cannot be worked with. Who sent it could come to us, so it is always recorded. */
export interface HeldArrival {
  readonly source: string;
  readonly kind: Exclude<QuarantineKind, "webhook">;
  readonly code: string;
  readonly message: string;
  /** The first 25 MiB of it. */
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
  /** Of the whole of it, where not all was read. */
  readonly size?: number;
  /** Where it came from: a file, a line. */
  readonly from: Readonly<Record<string, string>>;
  readonly principal: string;
  /** Under which it is released; the same arrival with the same id is held once. */
  readonly deliveryId: string | null;
  readonly about: About | null;
}

export interface Settlement {
  readonly status: QuarantineStatus;
  readonly at: number;
  readonly by: string;
  readonly why: string;
}

const secretHeader = /auth|cookie|signature|secret|token|password|api-?key|credential/i;
const mostHeaders = 64;
const longestValue = 1_024;

export class QuarantineBook {
  readonly #log: EventLog;
  readonly #ports: Ports;
  readonly #subjects: Pick<Subjects, "resolve">;
  readonly #allowance: WriteAllowance;
  #unknownSource = 0;

  constructor(log: EventLog, ports: Ports, subjects: Pick<Subjects, "resolve">) {
    this.#log = log;
    this.#ports = ports;
    this.#subjects = subjects;
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
      kind: "webhook",
      code,
      message,
      headers: harmless(refused.headers),
      bodyBase64: Buffer.from(seen.subarray(0, leave.bytes)).toString("base64"),
      bodyBytes:
        body.kind === "whole" ? seen.length : Math.max(body.seenBytes, Number.isFinite(announced) ? announced : 0),
      bodySha256: body.kind === "whole" ? createHash("sha256").update(seen).digest("hex") : null,
      skippedBefore: leave.skippedBefore,
      blob: null,
      deliveryId: refused.deliveryId ?? null,
    };
    const stream = quarantineStream(source);
    await this.#log.write((transaction) => {
      const outline = heldOutlineOf(data, this.#concerns(transaction.sql, refused.about));
      transaction.append(stream, transaction.head(stream), [{ type: "WebhookQuarantined", data, outline }], {
        principal: `source:${source}`,
        subject: quarantinedSubject(data.id),
      });
    }).durable;
    return data.id;
  }

  /** A pseudonym. Nobody is linked to anything by what was not let in. */
  #concerns(sql: Sql, about: About | null | undefined): string | null {
    const subject = about ? this.#subjects.resolve(sql, about.account, about.subject).subject : null;
    return subject === null ? null : this.#log.pseudonym(subject);
  }

  /** @returns the record's id; the same where the same thing is held already. @throws disk_full */
  async hold(arrival: HeldArrival): Promise<{ id: string; isNew: boolean }> {
    const { source, kind, code, message, bytes, isWhole, size = bytes.length, from, deliveryId } = arrival;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const id = derivedId("quarantine", source, this.#log.pseudonym(JSON.stringify(["held", deliveryId, sha256])));
    const stream = quarantineStream(source);
    const { value: isNew, durable } = this.#log.write((transaction) => {
      if (transaction.sql.get("SELECT 1 FROM quarantine WHERE id = ?", id)) return false;
      const subject = quarantinedSubject(id);
      const ref = kind === "mail" ? transaction.putBlob(bytes, subject) : null;
      const data: Quarantined = {
        id,
        source,
        kind,
        code,
        message,
        headers: { ...from },
        bodyBase64: Buffer.from(bytes.subarray(0, keptBytes)).toString("base64"),
        bodyBytes: size,
        bodySha256: isWhole ? sha256 : null,
        skippedBefore: 0,
        blob: ref?.blob ?? null,
        deliveryId,
      };
      const outline = heldOutlineOf(data, this.#concerns(transaction.sql, arrival.about));
      const event = { type: "ArrivalQuarantined", data, outline, blobs: ref ? [ref] : [] };
      transaction.append(stream, transaction.head(stream), [event], { principal: arrival.principal, subject });
      return true;
    });
    await durable;
    return { id, isNew };
  }

  /**
   * Records what somebody decided, in their transaction. @throws unknown_quarantined, quarantine_settled
   * @param settled with `concerns`, the pseudonym of whoever the released content is about: erasing them reaches what it was released from.
   */
  settleIn(
    transaction: Transaction,
    id: string,
    settled: {
      status: "released" | "dismissed";
      by: string;
      why: string;
      edited?: boolean;
      runs?: readonly string[];
      concerns?: string | null;
    },
  ): void {
    const stream = quarantineStream(this.#sourceOfHeld(transaction.sql, id));
    const { by, why, edited = false, runs = [], concerns = null } = settled;
    const type = settled.status === "released" ? "QuarantineReleased" : "QuarantineDismissed";
    const data = settled.status === "released" ? { id, why, edited, runs: [...runs] } : { id, why };
    transaction.append(stream, transaction.head(stream), [{ type, data, outline: { id, concerns } }], {
      principal: `person:${by}`,
      subject: quarantinedSubject(id),
    });
  }

  #sourceOfHeld(sql: Sql, id: string): string {
    const row = sql.get("SELECT source, status, erased FROM quarantine WHERE id = ?", id);
    if (!row) throw unknown(id, "there is no record of this id");
    if (integer(row, "erased") === 1) throw quarantinedErased(id);
    const status = oneOf(row, "status", statuses);
    if (status === "held") return text(row, "source");
    throw new PraxisError("quarantine_settled", `${id} was ${status} already`, {
      next: "GET /api/quarantine/{id} says by whom and why; nothing was done.",
    });
  }

  /** @throws unknown_quarantined, quarantine_settled, quarantined_erased */
  held(id: string): Quarantined {
    this.#sourceOfHeld(this.#log.sql, id);
    const record = this.find(id)?.record;
    if (!record) throw quarantinedErased(id);
    return record;
  }

  /** It stays on record, and nothing comes of it. @throws unknown_quarantined, quarantine_settled */
  async dismiss(id: string, { by, why }: { by: string; why: string }): Promise<void> {
    await this.#log.write((transaction) => this.settleIn(transaction, id, { status: "dismissed", by, why })).durable;
  }

  /** Items after a position, oldest first, that can be read still. */
  kept(afterPosition: number, most: number): KeptItem[] {
    const rows = this.#log.sql.all(
      "SELECT id, position FROM quarantine WHERE position > ? AND erased = 0 ORDER BY position LIMIT ?",
      afterPosition,
      most,
    );
    return rows.map((row) => {
      const id = text(row, "id");
      return {
        id,
        position: integer(row, "position"),
        subject: quarantinedSubject(id),
        texts: () => this.#textsOf(id),
      };
    });
  }

  #textsOf(id: string): string[] {
    const found = this.find(id);
    if (!found?.record) return [];
    const { record, settled } = found;
    const whole = record.blob === null ? undefined : this.#log.readBlob(record.blob);
    const bytes = whole?.status === "kept" ? whole.bytes : Buffer.from(record.bodyBase64, "base64");
    return [...readableTexts(record, bytes), settled?.why ?? ""];
  }

  /** The subjects that items about these people are sealed under. @param pseudonyms of their subjects */
  about(pseudonyms: readonly string[]): string[] {
    return pseudonyms.flatMap((pseudonym) =>
      this.#log.sql
        .all("SELECT id FROM quarantine WHERE concerns = ? AND erased = 0", pseudonym)
        .map((row) => quarantinedSubject(text(row, "id"))),
    );
  }

  /** Under which this item is sealed. @throws unknown_quarantined, quarantined_erased */
  subjectOf(id: string): string {
    const row = this.#log.sql.get("SELECT erased FROM quarantine WHERE id = ?", id);
    if (!row) throw unknown(id, "there is no record of this id");
    if (integer(row, "erased") === 1) throw quarantinedErased(id);
    return quarantinedSubject(id);
  }

  /** Somebody sent to an address that is no source's. */
  countUnknownSource(): void {
    this.#unknownSource += 1;
  }

  /** What was refused without a record, since this process began. */
  counts(): { unknownSource: number; notRecorded: Record<string, number> } {
    return { unknownSource: this.#unknownSource, notRecorded: this.#allowance.skipped() };
  }

  /** `record` is null where it was erased; `row` says what is left of it. */
  find(id: string): { at: number; row: Row; record: Quarantined | null; settled: Settlement | null } | undefined {
    const row = this.#log.sql.get("SELECT * FROM quarantine WHERE id = ?", id);
    if (!row) return undefined;
    const stream = quarantineStream(text(row, "source"));
    const event = this.#log.readEvent(stream, integer(row, "number"));
    return {
      at: integer(row, "at"),
      row,
      record: event && !event.erased ? quarantinedSchema.parse(event.data) : null,
      settled: row.settled_number === null ? null : this.#settlement(stream, integer(row, "settled_number")),
    };
  }

  #settlement(stream: string, number: number): Settlement | null {
    const event = this.#log.readEvent(stream, number);
    if (!event || event.erased) return null;
    const status = event.type === "QuarantineReleased" ? "released" : "dismissed";
    const by = event.principal.replace(/^person:/, "");
    return { status, at: event.at, by, why: settledSchema.parse(event.data).why };
  }
}

const statuses = ["held", "released", "dismissed"] as const;

function unknown(id: string, why: string): PraxisError {
  return new PraxisError("unknown_quarantined", `${id}: ${why}`, { next: "GET /api/quarantine lists them." });
}

function quarantinedErased(id: string): PraxisError {
  return new PraxisError("quarantined_erased", `what ${id} held was erased`, {
    next: "It cannot be read again, by anyone. That it came, and when, stays in the list.",
  });
}

function headerOf(headers: Iterable<readonly [string, string]>, wanted: string): string | undefined {
  for (const [name, value] of headers) if (name.toLowerCase() === wanted) return value;
  return undefined;
}

function harmless(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const kept = [...headers].filter(([name]) => !secretHeader.test(name)).slice(0, mostHeaders);
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value.slice(0, longestValue)]));
}
