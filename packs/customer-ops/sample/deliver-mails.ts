/**
 * Lets the sample's letters arrive in a folder one after another, as a postman would: a newcomer sees work being done from the first second, and some of
 * it waiting for them.
 *
 * Invariants: a letter arrives whole (written beside, then renamed); how far it has come is noted after each, so that a later start goes on there, and
 * one that had them all delivers none again.
 */
import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { sampleMails } from "./mails.ts";

const folder = join(import.meta.dirname, "mails");
const everyMs = 350;

export interface Postman {
  stop(): void;
}

/** @param delivered how many have arrived before; `note` is told of each more */
export function deliverMails(inbox: string, delivered: number, note: (delivered: number) => void): Postman {
  mkdirSync(inbox, { recursive: true, mode: 0o700 });
  let next = delivered;
  const timer = setInterval(() => {
    const letter = sampleMails[next];
    if (letter === undefined) return clearInterval(timer);
    putInto(inbox, letter.file);
    next += 1;
    note(next);
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** @param file as the list of the sample names it */
export function putInto(inbox: string, file: string): void {
  const name = basename(file);
  const draft = join(inbox, `.${name}.part`);
  copyFileSync(join(folder, file), draft);
  renameSync(draft, join(inbox, name));
}
