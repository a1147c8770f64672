/**
 * Takes mails from a folder, again and again.
 *
 * Boundary: files only; what a mail means is take-mail.ts's business. Folders are looked at once a second: notices of change get lost on network drives,
 * and a look at an empty folder costs next to nothing.
 * Invariants: a file is moved only after what came of it is on disk, so a crash in between takes it again, and it is known then. A file whose size or time
 * changed since the last look is still being written; an empty one for a minute. What cannot be moved is not taken a second time by this process. What
 * has a mail's name and is no file is left alone, and told of.
 */
import { type Dirent, existsSync } from "node:fs";
import { mkdir, open, readdir, rename, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf } from "../../../kernel/errors.ts";
import type { Running, Trouble, WatchDeps } from "../../running.ts";
import { largestMailBytes, takeMail } from "../take-mail.ts";
import type { MailFolder } from "./mail-folder.ts";

const lookEveryMs = 1_000;
/** A file that is empty for so long is not going to be written. */
const emptyForMs = 60_000;
/** Between two looks after which somebody else may want to be served. */
const filesAtOnce = 500;

export class FolderWatch implements Running {
  readonly #deps: WatchDeps;
  readonly #source: MailFolder;
  readonly #folder: string;
  /** By name: how a file looked the last time, and since when. */
  #seen = new Map<string, { readonly look: string; readonly since: number }>();
  /** Taken, and could not be moved. */
  readonly #stuck = new Map<string, string>();
  #cancel: () => void = () => undefined;
  #isStopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: WatchDeps, source: MailFolder) {
    this.#deps = deps;
    this.#source = source;
    this.#folder = resolve(source.folder);
  }

  start(): void {
    this.#looking = this.#lookSafely();
    void this.#looking.then(() => {
      if (!this.#isStopped) this.#cancel = this.#deps.engine.ports.clock.after(lookEveryMs, () => this.start());
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#looking;
  }

  async #lookSafely(): Promise<void> {
    try {
      this.#deps.tell(this.#source.name, await this.look());
    } catch (thrown) {
      this.#deps.tell(this.#source.name, {
        why: `the folder cannot be worked with: ${messageOf(thrown)}`,
        remedy: `See that the server's user may read ${this.#folder} and move files in it; it is looked at again every second.`,
      });
    }
  }

  /** @returns what keeps it from working, if anything does. */
  async look(): Promise<Trouble | null> {
    if (!existsSync(this.#folder)) {
      return {
        why: `there is no folder ${this.#folder}`,
        remedy: "Make it, or put back the drive that it lies on; or name another folder where the source is defined.",
      };
    }
    const isMaildir = existsSync(join(this.#folder, "new")) && existsSync(join(this.#folder, "cur"));
    const from = isMaildir ? join(this.#folder, "new") : this.#folder;
    const entries = (await readdir(from, { withFileTypes: true })).filter(({ name }) => isMailName(name, isMaildir));
    const files = entries.filter((entry) => entry.isFile());
    const seen = new Map<string, { look: string; since: number }>();
    const now = this.#deps.engine.ports.clock.now();
    let trouble: Trouble | null = leftAlone(entries);
    for (const { name } of files.sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, filesAtOnce)) {
      // Where too much waits already, the others stay in the folder.
      if (this.#isStopped || !this.#deps.engine.backlog.hasRoom(this.#source.account)) break;
      const path = join(from, name);
      const look = await lookOf(path);
      if (look === null) continue;
      const before = this.#seen.get(name);
      const since = before?.look === look ? before.since : now;
      seen.set(name, { look, since });
      const isEmpty = look.startsWith("0 ");
      // A maildir's files are complete: they are moved into `new` when they are.
      const isComplete = isMaildir || (before?.look === look && (!isEmpty || now - since >= emptyForMs));
      if (!isComplete || this.#stuck.get(name) === look) continue;
      trouble = (await this.#take(path, name, isMaildir, look)) ?? trouble;
    }
    this.#seen = seen;
    return trouble;
  }

  async #take(path: string, name: string, isMaildir: boolean, look: string): Promise<Trouble | null> {
    const arrived = await readUpTo(path, largestMailBytes);
    const folder = isMaildir ? "cur" : "taken";
    // Of a maildir: no flags yet, but known to a program (https://cr.yp.to/proto/maildir.html).
    const kept = isMaildir && !name.includes(":2,") ? `${name}:2,` : name;
    const target = join(folder, freeName(join(this.#folder, folder), kept));
    await takeMail(this.#deps, this.#source, { ...arrived, from: { file: name, "moved to": target } });
    try {
      if (!isMaildir) await mkdir(join(this.#folder, folder), { recursive: true });
      await rename(path, join(this.#folder, target));
      return null;
    } catch (thrown) {
      this.#stuck.set(name, look);
      return {
        why: `${name} was taken, but cannot be moved: ${messageOf(thrown)}`,
        remedy: `Let the server's user move files in ${this.#folder}, or move this one away; it is not taken twice.`,
      };
    }
  }
}

function isMailName(name: string, isMaildir: boolean): boolean {
  return !name.startsWith(".") && (isMaildir || /\.eml$/i.test(name));
}

/** What has a mail's name and is none, in a sentence: a link may lead anywhere, and who reads a pipe waits for ever. */
function leftAlone(entries: readonly Dirent[]): Trouble | null {
  const [first, ...others] = entries.filter((entry) => !entry.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!first) return null;
  const what = first.isDirectory() ? "a folder" : first.isSymbolicLink() ? "a link" : "no file that can be read";
  const more = others.length === 0 ? "" : `, and ${others.length} more like it`;
  return {
    why: `${first.name} is ${what}, so it is left alone${more}`,
    remedy: "Put the mail itself there, or move it away.",
  };
}

/** Null where it is gone. */
async function lookOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    return null;
  }
}

async function readUpTo(path: string, most: number): Promise<{ raw: Uint8Array; isWhole: boolean; size: number }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const raw = new Uint8Array(Math.min(size, most));
    let length = 0;
    while (length < raw.length) {
      const { bytesRead } = await file.read(raw, length, raw.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { raw: raw.subarray(0, length), isWhole: size <= most, size };
  } finally {
    await file.close();
  }
}

/** Another mail may have had the same name. */
function freeName(folder: string, name: string): string {
  for (let again = 1; ; again++) {
    const free = again === 1 ? name : `${again}-${name}`;
    if (!existsSync(join(folder, free))) return free;
  }
}
