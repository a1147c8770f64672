/**
 * A CSV file as rows of values for a form's fields. Pure.
 *
 * The first line names the columns: by a field's name or its title, whatever the case; columns that are no field are left out. Separators may be commas,
 * semicolons or tabs, as the first line shows. An empty cell is a field that was not filled in.
 */
import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";

export type CsvRow =
  | { readonly ok: true; readonly line: number; readonly values: JsonObject }
  | { readonly ok: false; readonly line: number; readonly text: string; readonly error: string };

export const largestCsvBytes = 5 * 1024 * 1024;
const mostRows = 20_000;
const longestText = 20_000;

const fieldSchema = z.object({ type: z.unknown().optional(), title: z.string().optional() });
const schemaShape = z.object({ properties: z.record(z.string(), fieldSchema).default({}) });
const recordSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

/** @throws bad_csv */
export function readCsv(bytes: Uint8Array, jsonSchema: Json): CsvRow[] {
  if (bytes.length > largestCsvBytes) throw badCsv(`it is larger than ${largestCsvBytes} bytes`);
  const text = decode(bytes);
  const delimiter = delimiterOf(text);
  const records = readRecords(text, delimiter);
  const [header, ...rows] = records;
  if (!header?.ok) throw badCsv("its first line does not name the columns");
  if (rows.length > mostRows) throw badCsv(`it has more than ${mostRows} rows`);
  const fields = fieldsOf(header.cells, schemaShape.parse(jsonSchema).properties);
  return rows.flatMap((row): CsvRow[] => {
    if (!row.ok) return [row];
    return row.cells.every((cell) => cell.trim() === "")
      ? []
      : [toValues(row.line, row.cells, fields, delimiter === ";")];
  });
}

/** Spreadsheets still save in the code page of the nineties. */
function decode(bytes: Uint8Array): string {
  return isUtf8(bytes) ? new TextDecoder().decode(bytes) : new TextDecoder("windows-1252").decode(bytes);
}

type CsvRecord =
  | { readonly ok: true; readonly line: number; readonly cells: readonly string[] }
  | { readonly ok: false; readonly line: number; readonly text: string; readonly error: string };

function readRecords(text: string, delimiter: string): CsvRecord[] {
  const skipped: CsvRecord[] = [];
  const read = parseRecords(text, delimiter, skipped).map((each): CsvRecord => {
    const { record, info } = recordSchema.parse(each);
    // `lines` counts to the record's last line.
    const breaks = record.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
    return { ok: true, line: Math.max(1, info.lines - breaks), cells: record };
  });
  return [...read, ...skipped].sort((one, other) => one.line - other.line);
}

function parseRecords(text: string, delimiter: string, skipped: CsvRecord[]): unknown[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      raw: true,
      // An inch sign in the middle of a cell is no reason to refuse the row.
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: 1024 * 1024,
      on_skip: (error, raw) => {
        const text = (raw ?? "").slice(0, longestText);
        const last = typeof error?.lines === "number" ? error.lines : 1;
        const line = Math.max(1, last - text.trimEnd().split("\n").length + 1);
        skipped.push({ ok: false, line, text, error: error?.message ?? "it cannot be read" });
        return undefined;
      },
    });
  } catch (thrown) {
    if (thrown instanceof CsvError) throw badCsv(thrown.message);
    throw thrown;
  }
}

function delimiterOf(text: string): string {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

interface Column {
  readonly name: string;
  readonly type: unknown;
}

/** By column: its field, or null. */
function fieldsOf(
  header: readonly string[],
  properties: Readonly<Record<string, z.output<typeof fieldSchema>>>,
): (Column | null)[] {
  const plain = (text: string): string => text.trim().toLowerCase();
  const found = header.map((cell): Column | null => {
    const match = Object.entries(properties).find(([name, { title }]) =>
      [name, title ?? name].map(plain).includes(plain(cell)),
    );
    return match ? { name: match[0], type: match[1].type } : null;
  });
  if (found.some((column) => column !== null)) return found;
  throw badCsv(`none of its columns is a field of this form: ${Object.keys(properties).join(", ")}`);
}

function toValues(
  line: number,
  cells: readonly string[],
  fields: readonly (Column | null)[],
  decimalComma: boolean,
): CsvRow {
  const entries = fields.flatMap((field, index): [string, Json][] => {
    const cell = (cells[index] ?? "").trim();
    return field === null || cell === "" ? [] : [[field.name, toValue(cell, field.type, decimalComma)]];
  });
  return { ok: true, line, values: Object.fromEntries(entries) };
}

/** What cannot be read as its type stays text, so that the form's own schema says what is wrong with it. */
function toValue(cell: string, type: unknown, decimalComma: boolean): Json {
  if (type === "number" || type === "integer") {
    // Files with semicolons come from where the comma is decimal. Elsewhere 1,234 may mean a thousand: that is for a person.
    const number = Number(decimalComma && /^-?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell);
    return Number.isFinite(number) ? number : cell;
  }
  if (type === "boolean") {
    if (/^(?:true|yes|ja|oui|si|1|x)$/i.test(cell)) return true;
    if (/^(?:false|no|nein|non|0)$/i.test(cell)) return false;
  }
  return cell;
}

function badCsv(why: string): PraxisError {
  return new PraxisError("bad_csv", `this CSV file cannot be taken: ${why}`, {
    next: "Correct the file and upload it again; nothing of it was recorded.",
  });
}
