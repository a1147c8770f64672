/** The log's own tables. `(stream, number)` is the index that decides who appends (K2). */
import { keyringSchema } from "../keyring.ts";

/** Made where they are not there yet. What an older Praxis could not write to raises `logSchema`. */
export const logTables = `
  CREATE TABLE IF NOT EXISTS log_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1), log TEXT NOT NULL, epoch INTEGER NOT NULL, schema INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, number INTEGER NOT NULL,
    meta TEXT NOT NULL, payload BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_by_stream ON events (stream, number);
  CREATE TABLE IF NOT EXISTS blobs (
    id TEXT PRIMARY KEY, key INTEGER NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS segments (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, events INTEGER NOT NULL, hash BLOB NOT NULL, packed BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS segment_streams (
    stream INTEGER NOT NULL, segment INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (stream, segment)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS event_kinds (type TEXT NOT NULL, schema INTEGER NOT NULL, PRIMARY KEY (type, schema)) STRICT, WITHOUT ROWID;
  ${keyringSchema}`;

/** The newest that is understood. */
export const logSchema = 2;
/** What a log has in which nothing was archived: an older Praxis can open it. */
export const firstSchema = 1;
/** From the first archived event on. */
export const archivedSchema = 2;

export const selectEvents = `
  SELECT e.position, s.name AS stream, e.number, e.meta, e.payload, e.hash FROM events e JOIN streams s ON s.id = e.stream`;
