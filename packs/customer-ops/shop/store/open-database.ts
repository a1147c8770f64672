/**
 * The shop's own SQLite database: the seed once, and for every world only what differs from it.
 *
 * Invariants: a world costs one row until it is written to; an answered write has been committed (WAL with
 * `synchronous=NORMAL`: it survives the end of the process, though not of the machine, which a sandbox does not promise).
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const tables = `
  CREATE TABLE IF NOT EXISTS seed (
    only INTEGER PRIMARY KEY CHECK (only = 1), digest TEXT NOT NULL, files TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS worlds (name TEXT PRIMARY KEY, created_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS orders (
    world TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, held_by TEXT, state TEXT,
    PRIMARY KEY (world, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS customers (
    world TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, address TEXT NOT NULL,
    PRIMARY KEY (world, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS operations (
    world TEXT NOT NULL, id TEXT NOT NULL, request TEXT NOT NULL, status TEXT NOT NULL, result TEXT NOT NULL,
    PRIMARY KEY (world, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS transactions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, world TEXT NOT NULL, kind TEXT NOT NULL, order_id TEXT NOT NULL,
    payment_method_id TEXT NOT NULL, amount_cents INTEGER NOT NULL, reference TEXT, authorisation_id TEXT,
    of_transaction TEXT, at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS transactions_by_order ON transactions (world, order_id);
  CREATE INDEX IF NOT EXISTS transactions_by_reference ON transactions (world, reference);
  CREATE INDEX IF NOT EXISTS transactions_by_method ON transactions (world, payment_method_id);
  CREATE TABLE IF NOT EXISTS idempotency_keys (
    world TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, response TEXT NOT NULL, stored_at_ms INTEGER NOT NULL,
    PRIMARY KEY (world, key)
  ) STRICT, WITHOUT ROWID;
`;

/** @param dataFolder where `shop.sqlite` lives, or ":memory:" */
export function openDatabase(dataFolder: string): DatabaseSync {
  const inMemory = dataFolder === ":memory:";
  if (!inMemory) mkdirSync(dataFolder, { recursive: true });
  const database = new DatabaseSync(inMemory ? dataFolder : join(dataFolder, "shop.sqlite"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
  database.exec(tables);
  return database;
}

/** All or nothing. `work` is synchronous, so within one process nothing happens between its first and its last step. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
