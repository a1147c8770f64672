/**
 * A folder that mails arrive in: a maildir (`new/`, `cur/`), or a folder of .eml files.
 *
 *     export const inbox = mailFolder("inbox", { folder: "./inbox" });
 *
 * A mail of a maildir is moved from `new/` to `cur/`, an .eml file to `taken/`, once it is on record and not before. A file that is being written is left
 * alone until its size no longer changes.
 */
import { badSource, type MailSource, type MailSourceOptions, mailSource } from "../mail-source.ts";

export interface MailFolderOptions extends MailSourceOptions {
  /** Relative to the folder that the server was started in. It must exist. */
  readonly folder: string;
}

export interface MailFolder extends MailSource {
  readonly kind: "mail folder";
  readonly folder: string;
}

/** @throws bad_source */
export function mailFolder(name: string, options: MailFolderOptions): MailFolder {
  if (options.folder === "")
    throw badSource(name, "names no folder", "Give it the path of a maildir or of a folder of .eml files.");
  return { kind: "mail folder", ...mailSource(name, options), folder: options.folder };
}
