/** The sources that are loaded: where events come from, and what keeps each from working. */
import { internalSource } from "../engine/internal-events.ts";
import { PraxisError } from "../kernel/errors.ts";
import type { Form } from "./forms/form.ts";
import type { MailFolder } from "./mail/folder/mail-folder.ts";
import type { ImapMailbox } from "./mail/imap/imap-mailbox.ts";
import type { Trouble } from "./running.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Source } from "./source.ts";

/** Events that come over the HTTP API count as from this source, so no other may have its name. */
export const apiSource = "api";

export interface LastingTrouble extends Trouble {
  /** Since when this server has seen it. */
  readonly since: number;
}

export type AnySource = Source | MailFolder | ImapMailbox | Schedule | Form;

const sourceKinds: Readonly<Record<AnySource["kind"], true>> = {
  source: true,
  "mail folder": true,
  "imap mailbox": true,
  schedule: true,
  form: true,
};

export function isSourceKind(kind: string): kind is AnySource["kind"] {
  return Object.hasOwn(sourceKinds, kind);
}

export function isSource<T extends { readonly kind: string }>(thing: T | AnySource): thing is AnySource {
  return isSourceKind(thing.kind);
}

/** Names of webhooks are part of an address; those of others may have blanks between words. */
const webhookShape = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const nameShape = /^[a-z0-9](?:[a-z0-9._ -]{0,62}[a-z0-9._-])?$/i;

export class SourceRegistry {
  readonly #sources = new Map<string, AnySource>();
  readonly #troubles = new Map<string, LastingTrouble>();

  /** @throws bad_source */
  add(source: AnySource): void {
    const { name, kind } = source;
    const shape = kind === "source" ? webhookShape : nameShape;
    if (!shape.test(name) || name === apiSource || name === internalSource) {
      throw new PraxisError("bad_source", `"${name}" cannot be the name of a source`, {
        next: `Use up to 64 letters, digits, ".", "_" and "-"; it becomes part of an address. "${apiSource}" and "${internalSource}" are taken.`,
      });
    }
    const other = this.#sources.get(name);
    if (other && other.kind !== kind) {
      throw new PraxisError("bad_source", `"${name}" is the name of two sources, a ${other.kind} and a ${kind}`, {
        next: "Rename one of them: what came in is told apart by the name of its source.",
      });
    }
    this.#sources.set(name, source);
  }

  /** A source of webhooks. */
  find(name: string): Source | undefined {
    const source = this.#sources.get(name);
    return source?.kind === "source" ? source : undefined;
  }

  /** Mailboxes and folders of mails. */
  ofMail(): (MailFolder | ImapMailbox)[] {
    return this.every().filter((source) => source.kind === "mail folder" || source.kind === "imap mailbox");
  }

  /** The sources of webhooks. */
  all(): Source[] {
    return this.every().filter((source) => source.kind === "source");
  }

  named(name: string): AnySource | undefined {
    return this.#sources.get(name);
  }

  every(): AnySource[] {
    return [...this.#sources.values()];
  }

  /** What keeps a source from working; null once it works. @returns whether that is news. */
  tell(name: string, trouble: Trouble | null, at: number): boolean {
    const before = this.#troubles.get(name);
    if (trouble === null) this.#troubles.delete(name);
    // It may fail in another way by now: it has not worked since the first.
    else this.#troubles.set(name, { ...trouble, since: before?.since ?? at });
    return before?.why !== trouble?.why;
  }

  troubleOf(name: string): LastingTrouble | null {
    return this.#troubles.get(name) ?? null;
  }
}
