/** `master.key` in the data folder: wraps the subjects' keys, and keys the hashes of tables. Without it what is sealed in the log cannot be read. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PraxisError } from "../kernel/errors.ts";
import type { Random } from "../kernel/random.ts";
import { replaceFile } from "./replace-file.ts";

const masterKeyBytes = 32;

/** Null where it is missing or damaged. */
export function readMasterKey(folder: string): Uint8Array | null {
  const path = join(folder, "master.key");
  const key = existsSync(path) ? Buffer.from(readFileSync(path, "utf8").trim(), "base64") : null;
  return key?.length === masterKeyBytes ? new Uint8Array(key) : null;
}

/** @param mustExist whether anything is recorded that only the right key can read */
export function loadMasterKey(folder: string, mustExist: boolean, random: Random): Uint8Array {
  const path = join(folder, "master.key");
  const known = readMasterKey(folder);
  if (known) return known;
  if (existsSync(path) && mustExist) {
    throw new PraxisError(
      "master_key_damaged",
      `the key ${path} is damaged: what is sealed in the log cannot be read`,
      {
        next: "Put the file back from your backup. Nothing was changed.",
        disposition: "pause",
      },
    );
  }
  if (mustExist) {
    throw new PraxisError(
      "master_key_missing",
      `the key ${path} is missing: what is sealed in the log cannot be read without it`,
      {
        next: "Put the file back from your backup. Nothing was changed.",
        disposition: "pause",
      },
    );
  }
  const key = random.bytes(masterKeyBytes);
  // Nothing may be sealed with a key that a power cut could take back, nor with one that the disk refused.
  replaceFile(path, Buffer.from(key).toString("base64"));
  return key;
}
