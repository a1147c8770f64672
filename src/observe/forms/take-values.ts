/**
 * From the fields that somebody filled in, or the rows that they uploaded, to events on disk.
 *
 * Invariants: K1 - a result is returned only once the disk has it. The same row of the same form is taken once, however often the file is uploaded. A row
 * that does not fit is held in quarantine and does not keep the others out.
 */
import type { Engine } from "../../engine/engine.ts";
import { receive } from "../../engine/intake.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { digestOf, type Json, type JsonObject, toJson } from "../../kernel/json.ts";
import type { About, QuarantineBook } from "../quarantine/quarantine-book.ts";
import type { Form } from "./form.ts";
import { type CsvRow, readCsv } from "./read-csv.ts";

export interface FormDeps {
  readonly engine: Engine;
  readonly quarantine: QuarantineBook;
}

export interface TakenValues {
  readonly status: "accepted" | "duplicate" | "quarantined";
  readonly message: string | null;
  readonly runs: readonly string[];
}

export interface TakenRow extends TakenValues {
  /** Of the file; the first is 1. */
  readonly line: number;
}

/** Rows between two waits for the disk, and for whoever else wants to be served. */
const rowsAtOnce = 200;

/**
 * What a person at the screen submits: they can correct what does not fit, so it is answered and not held.
 * @param id the same when it is sent again; null where each time is another one. @throws bad_input, id_reused
 */
export async function takeSubmission(
  deps: FormDeps,
  form: Form,
  values: JsonObject,
  { id, by }: { id: string | null; by: string },
): Promise<TakenValues> {
  const read = form.read(values);
  if (!read.ok) {
    throw new PraxisError("bad_input", `this does not fit the form: ${read.error}`, {
      next: "Correct the named fields and send it again; nothing was recorded.",
    });
  }
  const own = ownId(deps, form, values);
  const deliveryId = own ?? (id === null ? deps.engine.ports.newId() : `sent:${id}`);
  const event = { ...read.value, source: form.name, id: deliveryId, principal: `person:${by}`, mayComeAgain: true };
  const { value: receipt, durable } = receive(deps.engine, event);
  await durable;
  if (receipt.status === "accepted") return { status: "accepted", message: null, runs: receipt.runs };
  if (receipt.status === "duplicate") return { status: "duplicate", message: null, runs: [] };
  if (own === null) {
    throw new PraxisError("id_reused", "this was submitted before with other values", {
      next: "Open the form anew for another submission. The first one was kept, this one was not.",
    });
  }
  // Two things under one id: a person has to say which of them counts.
  const why = { code: "id_reused", message: reused(form), by, id: null, from: {}, about: read.value };
  return hold(deps, form, toJson(values), why, "form");
}

/** @throws bad_csv */
export async function takeCsv(deps: FormDeps, form: Form, bytes: Uint8Array, by: string): Promise<TakenRow[]> {
  const rows = readCsv(bytes, form.jsonSchema);
  const taken: TakenRow[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const batch = rows.slice(from, from + rowsAtOnce).map((row) => takeRow(deps, form, row, by));
    taken.push(...(await Promise.all(batch)));
  }
  return taken;
}

async function takeRow(deps: FormDeps, form: Form, row: CsvRow, by: string): Promise<TakenRow> {
  const { line } = row;
  const from = { line: String(line) };
  const id = row.ok ? rowId(deps, form, row.values) : null;
  const read = row.ok ? form.read(row.values) : row;
  if (!read.ok) {
    const content = row.ok ? toJson(row.values) : row.text;
    return {
      line,
      ...(await hold(deps, form, content, { code: "bad_row", message: read.error, by, id, from, about: null }, "row")),
    };
  }
  const { value: receipt, durable } = receive(deps.engine, {
    ...read.value,
    source: form.name,
    id: id ?? "",
    principal: `person:${by}`,
  });
  await durable;
  if (receipt.status === "accepted") return { line, status: "accepted", message: null, runs: receipt.runs };
  if (receipt.status === "duplicate") return { line, status: "duplicate", message: null, runs: [] };
  const why = { code: "id_reused", message: reused(form), by, id: null, from, about: read.value };
  return { line, ...(await hold(deps, form, read.value.payload, why, "row")) };
}

function reused(form: Form): string {
  return `there was another one with the same "${form.id}" and other values; the first one stands`;
}

/** The field that the form names as its id. A pseudonym: it may be somebody's name. */
function ownId({ engine }: FormDeps, form: Form, values: JsonObject): string | null {
  const value = form.id === null ? undefined : values[form.id];
  return value === undefined || value === null || value === ""
    ? null
    : `id:${engine.log.pseudonym(JSON.stringify([form.name, value]))}`;
}

/** By which a row is known when it comes again. */
export function rowId(deps: FormDeps, form: Form, values: JsonObject): string {
  return ownId(deps, form, values) ?? contentId(deps, values);
}

function contentId({ engine }: FormDeps, values: JsonObject): string {
  return `row:${engine.log.pseudonym(digestOf(toJson(values)))}`;
}

interface Why {
  readonly code: string;
  readonly message: string;
  readonly by: string;
  readonly id: string | null;
  readonly from: Readonly<Record<string, string>>;
  readonly about: About | null;
}

async function hold(deps: FormDeps, form: Form, content: Json, why: Why, kind: "row" | "form"): Promise<TakenValues> {
  const { code, message, by, id, from, about } = why;
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const arrival = { source: form.name, kind, code, message, bytes, isWhole: true, from, principal: `person:${by}` };
  const { isNew } = await deps.quarantine.hold({ ...arrival, deliveryId: id, about });
  return { status: isNew ? "quarantined" : "duplicate", message, runs: [] };
}
