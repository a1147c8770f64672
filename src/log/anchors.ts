/**
 * Signed heads outside the data folder (K9, E7). The chain in the database shows any edit in its middle; a cut of its end, or an
 * older copy put back, shows only against what was noted elsewhere. Each folder's log has a folder of anchors:
 * `head.json` is the newest (written about once a second, fsynced, renamed into place), `history.jsonl` keeps one an hour,
 * every restore and every start. The ed25519 key lies beside them, not in the data folder.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { canonical, toJson } from "../kernel/json.ts";
import type { Head } from "./event-log.ts";

const anchorSchema = z.object({
  kind: z.enum(["head", "restored"]),
  log: z.string(),
  position: z.int().min(0),
  hash: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** How often the log had been opened, so that an older state is noticed though nothing was anchored since. */
  epoch: z.int().min(0),
  /** Path of the data folder, so that a copy is noticed. */
  folder: z.string(),
  signature: z.string(),
});
export type Anchor = z.infer<typeof anchorSchema>;

const historyEveryMs = 3_600_000;

export function defaultAnchorFolder(): string {
  const state =
    process.env.PRAXIS_ANCHORS ??
    join(process.env.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "praxis", "anchors");
  return state;
}

export class Anchors {
  readonly #folder: string;
  readonly #log: string;
  readonly #key: KeyObject;
  readonly #epoch: number;
  #lastHistoryAt = 0;

  /** @param epoch of the one who writes; 0 for who only reads. */
  constructor(root: string, log: string, epoch = 0) {
    this.#epoch = epoch;
    this.#folder = join(root, log);
    this.#log = log;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#key = this.#loadKey();
  }

  #loadKey(): KeyObject {
    const path = join(this.#folder, "signing.key");
    if (existsSync(path)) return createPrivateKey(readFileSync(path));
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    return privateKey;
  }

  write(kind: Anchor["kind"], head: Head, at: number, folder: string): void {
    const unsigned = { kind, log: this.#log, ...head, at, epoch: this.#epoch, folder };
    const signature = sign(null, Buffer.from(canonical(toJson(unsigned))), this.#key).toString("base64");
    const text = JSON.stringify({ ...unsigned, signature });
    if (kind === "restored" || at - this.#lastHistoryAt >= historyEveryMs) {
      appendFileSync(join(this.#folder, "history.jsonl"), `${text}\n`);
      this.#lastHistoryAt = at;
    }
    const temporary = join(this.#folder, "head.json.new");
    const file = openSync(temporary, "w", 0o600);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, join(this.#folder, "head.json"));
  }

  latest(): Anchor | undefined {
    const path = join(this.#folder, "head.json");
    return existsSync(path) ? this.#read(readFileSync(path, "utf8")) : undefined;
  }

  /** All anchors, oldest first; those that are not signed with our key are left out and counted. */
  all(): { anchors: Anchor[]; forged: number } {
    const path = join(this.#folder, "history.jsonl");
    const lines = existsSync(path)
      ? readFileSync(path, "utf8")
          .split("\n")
          .filter((line) => line !== "")
      : [];
    const read = [...lines.map((line) => this.#read(line)), this.latest()];
    const anchors = read.filter((anchor) => anchor !== undefined);
    return { anchors, forged: lines.length + (existsSync(join(this.#folder, "head.json")) ? 1 : 0) - anchors.length };
  }

  #read(text: string): Anchor | undefined {
    try {
      const anchor = anchorSchema.parse(JSON.parse(text));
      const { signature, ...unsigned } = anchor;
      const signed = Buffer.from(canonical(toJson(unsigned)));
      return verify(null, signed, createPublicKey(this.#key), Buffer.from(signature, "base64")) ? anchor : undefined;
    } catch {
      return undefined;
    }
  }
}
