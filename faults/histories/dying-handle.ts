/** A connection whose process ends right before its n-th statement: by a throw, after which nothing reaches the database any more, or by what the caller does. */
import { DatabaseSync } from "node:sqlite";
import { Database, type SqliteHandle, type SqliteStatement, settings, walMode } from "../../src/log/sqlite/database.ts";

export class Died extends Error {}

export class DyingHandle implements SqliteHandle {
  readonly #inner: DatabaseSync;
  readonly #at: number;
  readonly #die: () => void;
  #isDead = false;
  statements = 0;

  constructor(path: string, at: number, die: () => void = () => undefined) {
    this.#at = at;
    this.#die = die;
    this.#inner = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: false });
    this.#inner.exec(walMode);
    this.#inner.exec(settings);
  }

  static database(path: string, at: number, die?: () => void): { database: Database; handle: DyingHandle } {
    const handle = new DyingHandle(path, at, die);
    return { handle, database: new Database(path, { handle }) };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isTransaction(): boolean {
    return this.#inner.isTransaction;
  }

  #step(): void {
    this.statements += 1;
    if (this.statements === this.#at) {
      this.#isDead = true;
      this.#die();
    }
    if (this.#isDead) throw new Died();
  }

  prepare(statement: string): SqliteStatement {
    const prepared = this.#inner.prepare(statement);
    return {
      run: (...given) => {
        this.#step();
        return prepared.run(...given);
      },
      get: (...given) => {
        this.#step();
        return prepared.get(...given);
      },
      all: (...given) => {
        this.#step();
        return prepared.all(...given);
      },
    };
  }

  exec(statements: string): void {
    for (const statement of statements.split(";")) {
      if (statement.trim() === "") continue;
      this.#step();
      this.#inner.exec(statement);
    }
  }

  /** What a process that ends leaves: what was not committed is not there. */
  close(): void {
    this.#inner.close();
  }
}
