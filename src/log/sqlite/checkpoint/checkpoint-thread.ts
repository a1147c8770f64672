/** A thread of its own, with a connection of its own: writes the WAL back into the database file when it is told to. See checkpointer.ts. */
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../../kernel/errors.ts";
import { sqliteCode } from "../database.ts";

const database = new DatabaseSync(String(workerData), { timeout: 0 });
database.exec("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
const checkpoint = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");

parentPort?.on("message", () => {
  try {
    const { log, checkpointed } = checkpoint.get() ?? {};
    parentPort?.postMessage({ ok: true, frames: Number(log), written: Number(checkpointed) });
  } catch (thrown) {
    parentPort?.postMessage({ ok: false, code: sqliteCode(thrown) ?? 0, message: messageOf(thrown) });
  }
});
