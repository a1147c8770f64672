/**
 * Signed heads outside the data folder (K9, E7). The chain in the database shows any edit in its middle; a cut of its end, or an
 * older copy put back, shows only against what was noted elsewhere. Each folder's log has a folder of anchors:
 * `head.json` is the newest (written about once a second, fsynced, renamed into place), `history.jsonl` keeps one an hour,
 * every restore and every start. The ed25519 key lies beside them, not in the data folder.
 *
 * Invariants: a process that is killed, or a disk that is full, in the middle of a write leaves what was there before: key and head are renamed into place, and a line of the history counts
 * once it is ended.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { PraxisError } from "../kernel/errors.ts";
import { canonical, toJson } from "../kernel/json.ts";
import type { Head } from "./event-log.ts";
import { replaceFile } from "./replace-file.ts";

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
    const path = this.#path("signing.key");
    if (existsSync(path)) {
      try {
        return createPrivateKey(readFileSync(path));
      } catch (thrown) {
        if (["head.json", "history.jsonl"].some((name) => existsSync(this.#path(name)))) throw damagedKey(path, thrown);
      }
    }
    const { privateKey } = generateKeyPairSync("ed25519");
    replaceFile(path, String(privateKey.export({ type: "pkcs8", format: "pem" })));
    return privateKey;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  write(kind: Anchor["kind"], head: Head, at: number, folder: string): void {
    const unsigned = { kind, log: this.#log, ...head, at, epoch: this.#epoch, folder };
    const signature = sign(null, Buffer.from(canonical(toJson(unsigned))), this.#key).toString("base64");
    const text = JSON.stringify({ ...unsigned, signature });
    if (kind === "restored" || at - this.#lastHistoryAt >= historyEveryMs) {
      this.#remember(text);
      this.#lastHistoryAt = at;
    }
    replaceFile(this.#path("head.json"), text);
  }

  /** What a line that was cut off left behind goes first. */
  #remember(line: string): void {
    const path = this.#path("history.jsonl");
    const before = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = before.lastIndexOf("\n") + 1;
    if (whole < before.length) truncateSync(path, whole);
    appendFileSync(path, `${line}\n`);
  }

  latest(): Anchor | undefined {
    const path = this.#path("head.json");
    return existsSync(path) ? this.#read(readFileSync(path, "utf8")) : undefined;
  }

  /** All anchors, oldest first; those that are not signed with our key are left out and counted. */
  all(): { anchors: Anchor[]; forged: number } {
    const path = this.#path("history.jsonl");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    const read = [...lines.map((line) => this.#read(line)), this.latest()];
    const anchors = read.filter((anchor) => anchor !== undefined);
    return { anchors, forged: lines.length + (existsSync(this.#path("head.json")) ? 1 : 0) - anchors.length };
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

function damagedKey(path: string, cause: unknown): PraxisError {
  return new PraxisError("anchor_key_damaged", `the key ${path}, which the anchors are signed with, cannot be read`, {
    next: "Nothing was changed. Put the file back from your backup; or move its folder away, and Praxis begins new anchors there: what was cut off before that cannot be noticed any more.",
    disposition: "pause",
    cause,
  });
}
