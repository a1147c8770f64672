/**
 * Takes mails from a folder, again and again.
 *
 * Boundary: files only; what a mail means is take-mail.ts's business. Folders are looked at once a second: notices of change get lost on network drives,
 * and a look at an empty folder costs next to nothing.
 * Invariants: a file is moved only after what came of it is on disk, so a crash in between takes it again, and it is known then. A file whose size or time
 * changed since the last look is still being written. What cannot be moved is not taken a second time by this process.
 */
import { type Dirent, existsSync } from "node:fs";
import { mkdir, open, readdir, rename, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf } from "../../../kernel/errors.ts";
import type { Running, Trouble, WatchDeps } from "../../running.ts";
import { largestMailBytes, takeMail } from "../take-mail.ts";
import type { MailFolder } from "./mail-folder.ts";

const lookEveryMs = 1_000;
/** Between two looks after which somebody else may want to be served. */
const filesAtOnce = 500;

export class FolderWatch implements Running {
  readonly #deps: WatchDeps;
  readonly #source: MailFolder;
  readonly #folder: string;
  /** By name: how a file looked the last time. */
  #seen = new Map<string, string>();
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
    const files = (await readdir(from, { withFileTypes: true })).filter((file) => isMail(file, isMaildir));
    const seen = new Map<string, string>();
    let trouble: Trouble | null = null;
    for (const { name } of files.sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, filesAtOnce)) {
      if (this.#isStopped) break;
      const path = join(from, name);
      const look = await lookOf(path);
      if (look === null) continue;
      seen.set(name, look);
      // A maildir's files are complete: they are moved into `new` when they are.
      const isComplete = isMaildir || (this.#seen.get(name) === look && !look.startsWith("0 "));
      if (!isComplete || this.#stuck.get(name) === look) continue;
      trouble = (await this.#take(path, name, isMaildir, look)) ?? trouble;
    }
    this.#seen = seen;
    return trouble;
  }

  async #take(path: string, name: string, isMaildir: boolean, look: string): Promise<Trouble | null> {
    const arrived = await readUpTo(path, largestMailBytes);
    await takeMail(this.#deps, this.#source, { ...arrived, from: { file: name } });
    try {
      await this.#letGo(path, name, isMaildir);
      return null;
    } catch (thrown) {
      this.#stuck.set(name, look);
      return {
        why: `${name} was taken, but cannot be moved: ${messageOf(thrown)}`,
        remedy: `Let the server's user move files in ${this.#folder}, or move this one away; it is not taken twice.`,
      };
    }
  }

  async #letGo(path: string, name: string, isMaildir: boolean): Promise<void> {
    const target = join(this.#folder, isMaildir ? "cur" : "taken");
    if (!isMaildir) await mkdir(target, { recursive: true });
    // Of a maildir: no flags yet, but known to a program (https://cr.yp.to/proto/maildir.html).
    await rename(path, freeName(target, isMaildir && !name.includes(":2,") ? `${name}:2,` : name));
  }
}

function isMail(file: Dirent, isMaildir: boolean): boolean {
  return file.isFile() && !file.name.startsWith(".") && (isMaildir || /\.eml$/i.test(file.name));
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

async function readUpTo(path: string, most: number): Promise<{ raw: Uint8Array; isWhole: boolean }> {
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
    return { raw: raw.subarray(0, length), isWhole: size <= most };
  } finally {
    await file.close();
  }
}

/** Another mail may have had the same name. */
function freeName(folder: string, name: string): string {
  for (let again = 1; ; again++) {
    const path = join(folder, again === 1 ? name : `${again}-${name}`);
    if (!existsSync(path)) return path;
  }
}
