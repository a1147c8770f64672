/**
 * What is written in an item of the quarantine, in every form in which it may name somebody: as it came, and with a mail's transfer encodings and JSON's
 * escapes undone. For finding a person, not for showing. Pure.
 */
import { parseJson } from "../../kernel/json.ts";
import type { Quarantined } from "./quarantine-table.ts";

const largestJson = 64 * 1024;

/** @param bytes the whole of it where that was kept */
export function readableTexts(record: Quarantined, bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("utf8");
  const told = [JSON.stringify(record.headers), record.message, record.deliveryId ?? ""];
  return [text, ...told, ...(record.kind === "mail" ? decodedParts(text) : unescaped(text))];
}

function unescaped(text: string): string[] {
  const json = text.length <= largestJson ? parseJson(text) : null;
  return json?.ok ? [JSON.stringify(json.value)] : [];
}

/** Without looking at where parts begin and end: what it is searched for is found in any order. */
function decodedParts(text: string): string[] {
  const quoted = text.includes("=") ? [fromQuotedPrintable(text)] : [];
  const base64 = text.match(/(?:^[A-Za-z0-9+/]{4,76}={0,2}\r?$\n?)+/gm) ?? [];
  return [...quoted, ...base64.map((block) => Buffer.from(block, "base64").toString("utf8"))];
}

function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/[\u0080-\uffff]/g, "?")
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
