/**
 * Mails as files in a folder: `<key>.eml`, written under another name, brought to the disk, and renamed. A file of that name is the mail of that key,
 * whole, so doing it again changes nothing: an outbox is T1.
 *
 * Failpoints: `outbox.written` (before the rename), `outbox.renamed` (before the folder is brought to the disk).
 */
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Ports } from "../../../kernel/ports.ts";
import { CallError } from "../../call.ts";
import type { MailConnection, OutboxConnection } from "../../connection.ts";
import type { Receipt } from "../../mail/mail.ts";
import type { MailDispatch } from "../mail-transport.ts";

/** @throws CallError */
export function outboxTransport(
  ports: Pick<Ports, "failpoints" | "newId">,
): (dispatch: MailDispatch<OutboxConnection>) => Promise<Receipt> {
  return async (dispatch) => {
    const { connection, account, key, composed } = dispatch;
    const folder = folderOf(connection, account);
    const name = `${key}.eml`;
    let isThere = false;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await exists(join(folder, name)))) {
        const draft = join(folder, `.${key}.${ports.newId()}.part`);
        await write(draft, await composed.bytes());
        ports.failpoints.hit("outbox.written");
        dispatch.lastMoment();
        await rename(draft, join(folder, name));
        isThere = true;
        ports.failpoints.hit("outbox.renamed");
      }
      isThere = true;
      await toDisk(folder);
      await removeDrafts(folder, key);
    } catch (thrown) {
      throw thrown instanceof CallError ? thrown : failureOf(thrown, isThere);
    }
    return { accepted: [...composed.to], rejected: [], said: `written to ${name}` };
  };
}

function folderOf({ folder }: OutboxConnection, account: string): string {
  return resolve(folder.replaceAll("{account}", encodeURIComponent(account)));
}

/** Removes the files of an effect's mails, where they are still here: not what was sent over SMTP. @throws where the folder cannot be worked with */
export async function eraseFromOutbox(connection: MailConnection, account: string, key: string): Promise<void> {
  if (connection.kind !== "outbox") return;
  const folder = folderOf(connection, account);
  if (!(await exists(folder))) return;
  const ofKey = (name: string): boolean =>
    name === `${key}.eml` || (name.startsWith(`${key}-`) && /^\d+\.eml$/.test(name.slice(key.length + 1)));
  for (const name of (await readdir(folder)).filter(ofKey)) await rm(join(folder, name), { force: true });
  await removeDrafts(folder, key);
  await toDisk(folder);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return false;
    throw thrown;
  }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk once its folder is. */
async function toDisk(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch (thrown) {
    // Not every system can do this to a folder.
    if (!["EISDIR", "EPERM", "EINVAL", "ENOTSUP"].includes(codeOf(thrown))) throw thrown;
  } finally {
    await handle?.close();
  }
}

/** What attempts left that were interrupted. An earlier one that is still at it finds its draft gone, and does nothing. */
async function removeDrafts(folder: string, key: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(`.${key}.`) && name.endsWith(".part")) await rm(join(folder, name), { force: true });
}

const forAPerson = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENAMETOOLONG"]);

function failureOf(thrown: unknown, isThere: boolean): CallError {
  const code = codeOf(thrown);
  const message = `the outbox could not be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  if (isThere) return new CallError("ambiguous", code, message, { answered: true, cause: thrown });
  return new CallError("not performed", code, message, { pause: forAPerson.has(code), cause: thrown });
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "outbox";
}
