/** A source that is at work by itself, and what it is given. */
import type { SecretStore } from "../act/secret.ts";
import type { MailDeps } from "./mail/take-mail.ts";

export interface Running {
  start(): void;
  /** Settles once nothing of it is under way. */
  stop(): Promise<void>;
  /** When it comes due, of a schedule. */
  nextAt?(): number | null;
}

/** What keeps a source from working. */
export interface Trouble {
  /** In a sentence. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface WatchDeps extends MailDeps {
  readonly secrets: SecretStore;
  /** What keeps a source from working; null once it works. */
  readonly tell: (source: string, trouble: Trouble | null) => void;
}
