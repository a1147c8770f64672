/**
 * The blind index (K3, K10): `search_words`, one row for each beginning of a word that a document holds, as a keyed hash; `search_docs`, the documents, each of
 * a run or of a handle or name of a person, with the keys of its rows, so that they can be taken away.
 *
 * Invariants: a row is under the subject whose event it came from, so nothing is left of an erased person, live and after the tables were built
 * again; a run or a person has a bounded number of rows, however long it lives.
 */
import { z } from "zod";
import type { RecordedEvent } from "../../kernel/event.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { DerivesKeys, Projection, Row, Sql } from "../../log/event-log.ts";
import { bytes, integer, textOrNull } from "../../log/rows.ts";
import {
  customerNamedSchema,
  handleLinkedSchema,
  handleUnlinkedSchema,
  subjectErasedSchema,
} from "../../remember/identity/identity-events.ts";
import {
  beginningsOfHandle,
  beginningsOfInput,
  beginningsOfLine,
  beginningsOfName,
  beginningsOfPerson,
} from "./searched-texts.ts";
import { packKeys, type Scope, unpackKeys, WordKeys } from "./word-keys.ts";

/**
 * Ids of documents. A run's are its start's position times eight, so that a run leads to its rows without another index: its own, and one for each
 * other person whom an effect or a question of it is about; a person's end in seven.
 */
export const docsOfPosition = 8;
const personsPlace = 7;
const mostKeys = 160;

/** Comes after the table of runs. */
export const searchProjection: Projection = {
  name: "search",
  version: 1,
  tables: {
    search_docs: `CREATE TABLE search_docs (id INTEGER PRIMARY KEY, target TEXT NOT NULL, subject TEXT, words BLOB NOT NULL) STRICT;
      CREATE INDEX search_docs_by_subject ON search_docs (subject, target) WHERE subject IS NOT NULL`,
    search_words:
      "CREATE TABLE search_words (word INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (word, doc)) STRICT, WITHOUT ROWID",
  },
  apply(event, sql, keys) {
    if (event.type === "SubjectErased") return erase(subjectErasedSchema.parse(event.data).subject, sql);
    const [subject] = event.subjects;
    if (event.erased || subject === undefined) return;
    const index = new Indexer(sql, keys, event, subject);
    switch (event.type) {
      case "EventReceived":
        return index.person("", beginningsOfPerson(event.data));
      case "RunStarted":
        index.person("", beginningsOfPerson(event.data));
        return index.run(
          event.stream.slice("run/".length),
          beginningsOfInput(isObject(event.data) ? (event.data.input ?? null) : null),
        );
      case "EffectIntended":
        return index.line(event.data, "description");
      case "GateOpened":
        return index.line(event.data, "title");
      case "HandleLinked": {
        const { key, handle } = handleLinkedSchema.parse(event.data);
        return index.person(key, beginningsOfHandle(handle));
      }
      case "CustomerNamed": {
        const { name } = customerNamedSchema.parse(event.data);
        return index.person("", beginningsOfName(name));
      }
      case "HandleUnlinked": {
        const { key } = handleUnlinkedSchema.parse(event.data);
        remove(sql.all("SELECT * FROM search_docs WHERE subject = ? AND target = ?", subject, key), sql);
      }
    }
  },
};

const lineSchema = z.looseObject({ run: z.string().nullable() });

interface Document {
  readonly id: number;
  readonly target: string;
  /** Null where it is that of the run that it is of. */
  readonly subject: string | null;
}

class Indexer {
  readonly #sql: Sql;
  readonly #keys: WordKeys;
  readonly #event: RecordedEvent;
  readonly #subject: string;

  constructor(sql: Sql, keys: DerivesKeys, event: RecordedEvent, subject: string) {
    this.#sql = sql;
    this.#keys = WordKeys.of(keys);
    this.#event = event;
    this.#subject = subject;
  }

  person(target: string, beginnings: readonly string[]): void {
    if (beginnings.length === 0) return;
    const known = this.#sql.get("SELECT id FROM search_docs WHERE subject = ? AND target = ?", this.#subject, target);
    const id = known ? integer(known, "id") : this.#event.position * docsOfPosition + personsPlace;
    this.#add("person", { id, target, subject: this.#subject }, beginnings);
  }

  run(run: string, beginnings: readonly string[]): void {
    if (beginnings.length === 0) return;
    const document = this.#documentOf(run);
    if (document) this.#add("run", document, beginnings);
  }

  line(data: Json, field: "description" | "title"): void {
    const { run, [field]: line } = lineSchema.parse(data);
    if (run !== null && typeof line === "string") this.run(run, beginningsOfLine(line));
  }

  #documentOf(run: string): Document | null {
    const row = this.#sql.get("SELECT subject, started_position FROM runs WHERE id = ?", run);
    if (!row) return null;
    const own = integer(row, "started_position") * docsOfPosition;
    if (textOrNull(row, "subject") === this.#subject) return { id: own, target: run, subject: null };
    const others = this.#sql.all(
      "SELECT id, subject FROM search_docs WHERE id > ? AND id < ? ORDER BY id",
      own,
      own + personsPlace,
    );
    const known = others.find(({ subject }) => subject === this.#subject);
    const id = known ? integer(known, "id") : own + others.length + 1;
    return id < own + personsPlace ? { id, target: run, subject: this.#subject } : null;
  }

  #add(scope: Scope, { id, target, subject }: Document, beginnings: readonly string[]): void {
    const row = this.#sql.get("SELECT words FROM search_docs WHERE id = ?", id);
    const known = row ? unpackKeys(bytes(row, "words")) : [];
    const seen = new Set(known);
    const fresh = [...new Set(beginnings.map((beginning) => this.#keys.key(scope, beginning)))]
      .filter((key) => !seen.has(key))
      .slice(0, Math.max(0, mostKeys - known.length));
    if (fresh.length === 0) return;
    for (const key of fresh) this.#sql.run("INSERT INTO search_words VALUES (?, ?)", key, id);
    this.#sql.run(
      "INSERT INTO search_docs VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET words = excluded.words",
      id,
      target,
      subject,
      packKeys([...known, ...fresh]),
    );
  }
}

function erase(subject: string, sql: Sql): void {
  remove(sql.all("SELECT * FROM search_docs WHERE subject = ?", subject), sql);
  for (const row of sql.all("SELECT started_position FROM runs WHERE subject = ?", subject)) {
    const own = sql.get("SELECT * FROM search_docs WHERE id = ?", integer(row, "started_position") * docsOfPosition);
    if (own) remove([own], sql);
  }
}

function remove(documents: readonly Row[], sql: Sql): void {
  for (const row of documents) {
    const id = integer(row, "id");
    for (const key of unpackKeys(bytes(row, "words")))
      sql.run("DELETE FROM search_words WHERE word = ? AND doc = ?", key, id);
    sql.run("DELETE FROM search_docs WHERE id = ?", id);
  }
}
