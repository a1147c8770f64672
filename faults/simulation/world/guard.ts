/** A process that has ended begins no transaction any more and commits none; what it still reads on its way out reaches nobody. */
import type { SqliteHandle } from "../../../src/log/sqlite/database.ts";
import type { Life } from "./schedule.ts";

const sqliteIoError = 10;
const changing = new Set(["BEGIN IMMEDIATE", "COMMIT"]);

export interface Guarding {
  /** What happens around a commit. */
  readonly around: (side: "before" | "after") => unknown;
  readonly close: () => void;
}

export function guarded(handle: SqliteHandle, life: Life, { around, close }: Guarding): SqliteHandle {
  const mustLive = (): void => {
    if (life.state === "ended") throw Object.assign(new Error("the process has ended"), { errcode: sqliteIoError });
  };
  return {
    prepare(text) {
      const statement = handle.prepare(text);
      if (!changing.has(text)) return statement;
      return {
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
        run(...values) {
          if (text === "COMMIT") around("before");
          mustLive();
          const result = statement.run(...values);
          if (text === "COMMIT") around("after");
          mustLive();
          return result;
        },
      };
    },
    exec: (statements) => handle.exec(statements),
    get isTransaction() {
      return handle.isTransaction;
    },
    close,
  };
}
