/**
 * A form in the console, and the same fields as columns of a CSV file.
 *
 *     export const complaint = form("complaint", {
 *       title: "Enter a complaint",
 *       fields: z.object({ order: z.string(), text: z.string().meta({ title: "What happened" }) }),
 *       event: "TicketReceived",
 *     });
 */
import type { z } from "zod";
import type { Named } from "../../engine/subjects/subjects.ts";
import { messageOf } from "../../kernel/errors.ts";
import { type Json, toJson } from "../../kernel/json.ts";
import { jsonSchemaOf, type Parsed, parse } from "../../kernel/schema.ts";
import { badSource } from "../mail/mail-source.ts";
import type { ReadEvent } from "../source.ts";

export interface FormOptions<V> {
  /** What is to be done with it, in a few words: the console shows it. */
  readonly title: string;
  readonly fields: z.ZodObject & z.ZodType<V>;
  /** Type of the event. */
  readonly event: string | ((values: V) => string);
  /** Which shop it belongs to. Default "main". */
  readonly account?: (values: V) => string;
  /** What it is about: runs that wait for this type and this thing get it. */
  readonly about?: (values: V) => string | null;
  /** Whom it is about: its content is sealed with their key. */
  readonly subject?: (values: V) => Named | null;
  /** The field that tells two rows apart: the same value is the same thing. By default a row is the same where all its fields are. */
  readonly id?: keyof V & string;
  /** Whether rows can be uploaded as CSV. Default true. */
  readonly csv?: boolean;
}

export interface Form {
  readonly kind: "form";
  readonly name: string;
  readonly title: string;
  /** Null where the values decide. */
  readonly event: string | null;
  /** Name of the field that tells rows apart. */
  readonly id: string | null;
  readonly csv: boolean;
  readonly jsonSchema: Json;
  read(values: unknown): Parsed<ReadEvent>;
}

/** @throws bad_source */
export function form<V>(name: string, options: FormOptions<V>): Form {
  const { fields, event, id } = options;
  if (id !== undefined && !(id in fields.shape)) {
    throw badSource(name, `has no field "${id}"`, "Name one of its fields as `id`, or leave it out.");
  }
  return {
    kind: "form",
    name,
    title: options.title,
    event: typeof event === "string" ? event : null,
    id: id ?? null,
    csv: options.csv ?? true,
    jsonSchema: jsonSchemaOf(fields),
    read(unread) {
      const values = parse<V>(fields, unread);
      if (!values.ok) return values;
      try {
        return { ok: true, value: readEvent(options, values.value) };
      } catch (thrown) {
        return { ok: false, error: messageOf(thrown) };
      }
    },
  };
}

function readEvent<V>(options: FormOptions<V>, values: V): ReadEvent {
  return {
    type: typeof options.event === "string" ? options.event : options.event(values),
    payload: toJson(values),
    account: options.account?.(values) ?? "main",
    about: options.about?.(values) ?? null,
    subject: options.subject?.(values) ?? null,
  };
}
