/** A value from the command line: JSON as it stands, `@file`, or `-` for standard input. */
import { readFileSync } from "node:fs";
import { messageOf, PraxisError } from "../kernel/errors.ts";
import { type Json, parseJson } from "../kernel/json.ts";

/** @throws bad_json, file_missing */
export async function readValue(given: string): Promise<Json> {
  const text = given === "-" ? await readInput() : given.startsWith("@") ? readText(given.slice(1)) : given;
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  const where = given === "-" ? "standard input" : given.startsWith("@") ? given.slice(1) : "this argument";
  throw new PraxisError("bad_json", `${where} is not JSON: ${parsed.error}`, {
    next: "Put it in single quotes, as in '{\"order\": 7}', or name a file with @order.json. Nothing was done.",
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw new PraxisError("file_missing", `${path} cannot be read: ${messageOf(thrown)}`, {
      next: "Name a file that can be read; nothing was done.",
      cause: thrown,
    });
  }
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
