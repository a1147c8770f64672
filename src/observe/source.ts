/** A source: where events come from, how their signatures are checked, and how a body becomes an event. */
import type { Secret } from "../act/secret.ts";
import type { Named } from "../engine/subjects/subjects.ts";
import type { Json } from "../kernel/json.ts";
import { type Parsed, parse, type Schema } from "../kernel/schema.ts";

export type SignatureScheme = "standard-webhooks" | "github" | "slack" | "stripe" | "none";

/** What a body says about itself, once its schema has read it. */
export interface ReadEvent {
  readonly type: string;
  readonly payload: Json;
  readonly account: string;
  readonly about: string | null;
  readonly subject: Named | null;
}

export interface SourceOptions<B> {
  readonly scheme: SignatureScheme;
  /** Several while a secret is being rotated. */
  readonly secrets?: readonly Secret[];
  readonly body: Schema<B>;
  /** Type of the event, such as "TicketReceived". */
  readonly event: string | ((body: B) => string);
  /** Which shop, world or mailbox it belongs to. Default "main". */
  readonly account?: (body: B) => string;
  /** What it is about: runs that wait for this type and this thing get it. */
  readonly about?: (body: B) => string | null;
  /**
   * Whom it is about: a customer's id, or several handles (`{ kind: "mail", value }`) that belong to one person, strongest first. Name only what the sender is
   * known to own: handles that are named together are taken for one person from then on. Its content is sealed with this person's key.
   */
  readonly subject?: (body: B) => Named | null;
  /** Largest body, in bytes. Default 1 MiB. */
  readonly largestBytes?: number;
}

export interface Source {
  readonly kind: "source";
  readonly name: string;
  readonly scheme: SignatureScheme;
  readonly secrets: readonly Secret[];
  readonly largestBytes: number;
  /** Type of its events; null where the body decides. */
  readonly event: string | null;
  read(body: unknown): Parsed<ReadEvent>;
}

export function source<B>(name: string, options: SourceOptions<B>): Source {
  return {
    kind: "source",
    name,
    scheme: options.scheme,
    secrets: options.secrets ?? [],
    largestBytes: options.largestBytes ?? 1024 * 1024,
    event: typeof options.event === "string" ? options.event : null,
    read(unread) {
      const body = parse(options.body, unread);
      if (!body.ok) return body;
      const { value } = body;
      return {
        ok: true,
        value: {
          type: typeof options.event === "string" ? options.event : options.event(value),
          payload: toPayload(unread),
          account: options.account?.(value) ?? "main",
          about: options.about?.(value) ?? null,
          subject: options.subject?.(value) ?? null,
        },
      };
    },
  };
}

function toPayload(body: unknown): Json {
  return JSON.parse(JSON.stringify(body));
}
