/**
 * A start that builds tables again is killed at every statement (K3): afterwards the tables are as they were, or as they are to be, and never in between; and the next start
 * makes of the folder what one that was not killed makes of it.
 * Over recorded histories: an older one that this version takes up, and one of this version that the next one takes up. Here at some of their 700 statements; `npm run faults -- --upgrades`: at each.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { projections } from "../../src/assembly/assemble.ts";
import { knowsKind } from "../../src/assembly/event-kinds.ts";
import { testPorts } from "../../src/kernel/testing/test-ports.ts";
import type { Projection } from "../../src/log/event-log.ts";
import { text } from "../../src/log/rows.ts";
import { Database } from "../../src/log/sqlite/database.ts";
import { type OpenedLog, openLog } from "../../src/log/sqlite/open-log.ts";
import { verifyFolder } from "../../src/log/sqlite/verify.ts";
import { DyingHandle } from "./dying-handle.ts";
import { type History, readHistories, unpackHistory } from "./history.ts";

// What a kill leaves is in the system's hands, so memory will do: the start's syncs take 0.3 s on some disks, and there are 1,400 of them.
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const root = mkdtempSync(join(memory, "praxis-killed-start-"));
after(() => rmSync(root, { recursive: true, force: true }));
const next = projections.map((each) => ({ ...each, version: each.version + 1 }));

/** The folder of a history, laid out again and again. */
class Folder {
  readonly data: string;
  readonly anchors: string;
  readonly #original: string;
  readonly #tables: readonly Projection[];

  constructor(history: History, tables: readonly Projection[]) {
    const place = mkdtempSync(join(root, "folder-"));
    this.data = join(place, "data");
    this.anchors = join(place, "anchors");
    this.#tables = tables;
    mkdirSync(this.data, { recursive: true });
    unpackHistory(history, this.data, this.anchors);
    this.#original = join(place, "original.db");
    copyFileSync(join(this.data, "log.db"), this.#original);
  }

  again(): void {
    for (const end of ["-wal", "-shm"]) rmSync(join(this.data, `log.db${end}`), { force: true });
    copyFileSync(this.#original, join(this.data, "log.db"));
  }

  open(connect?: (path: string) => Database): OpenedLog {
    return openLog({
      folder: this.data,
      anchorFolder: this.anchors,
      ports: testPorts(),
      projections: this.#tables,
      knows: knowsKind,
      fatal: () => undefined,
      ...(connect === undefined ? {} : { connect }),
    });
  }

  /** A start that nothing happens to. */
  start(): void {
    const { log, ownership } = this.open();
    log.close();
    ownership.release();
  }

  /** @returns how many statements there were, where it was not killed before */
  startAndDie(at: number): number | null {
    let handle: DyingHandle | undefined;
    try {
      const { log, ownership } = this.open((path) => {
        const dying = DyingHandle.database(path, at);
        handle = dying.handle;
        return dying.database;
      });
      const { statements = 0 } = handle ?? {};
      log.close();
      ownership.release();
      return statements;
    } catch (thrown) {
      if (!handle?.isDead) throw thrown;
      return null;
    }
  }

  /** Every table but who owns the folder and how often it was opened. */
  tables(): Map<string, string> {
    const database = new Database(join(this.data, "log.db"), { readOnly: true });
    const names = database
      .all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name != 'log_identity' ORDER BY name",
      )
      .map((row) => text(row, "name"));
    const rows = (name: string): string =>
      JSON.stringify(database.all(`SELECT * FROM ${name}`), (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
      );
    const found = new Map(names.map((name) => [name, rows(name)]));
    database.close();
    return found;
  }

  problems(): readonly string[] {
    return verifyFolder(this.data, this.anchors, () => undefined, this.#tables, knowsKind).problems;
  }
}

const logsOwn = new Set(["events", "streams", "blobs", "segments", "segment_streams", "subject_keys"]);
const derived = (tables: Map<string, string>): [string, string][] =>
  // The log's own new tables are made one by one, and hold nothing yet.
  [...tables].filter(([name, rows]) => !logsOwn.has(name) && !(name === "event_kinds" && rows === "[]"));

const isEach = process.env.PRAXIS_EVERY_STATEMENT === "1";

function chosen(statements: number): number[] {
  const all = Array.from({ length: statements }, (_, index) => index + 1);
  return isEach ? all : all.filter((at) => at <= 80 || at > statements - 30 || at % 25 === 0);
}

const older = readHistories().filter(({ name }) => name === "waiting");

for (const history of older) {
  const isOld = history.version !== "0.1.0";
  // Those of this version are taken up by the next one.
  const tables = isOld ? projections : next;
  test(`a start on a folder of ${history.version} that is killed at a statement leaves its tables whole, and the next start finishes`, () => {
    const folder = new Folder(history, tables);
    const before = folder.tables();
    const statements = folder.startAndDie(0);
    assert.ok(statements !== null && statements > 500, `${statements} statements`);
    const made = folder.tables();
    assert.notDeepEqual(derived(made), derived(before));
    assert.deepEqual(folder.problems(), []);
    let [asBefore, asMade] = [0, 0];
    for (const at of chosen(statements)) {
      folder.again();
      assert.equal(folder.startAndDie(at), null, `statement ${at} is reached`);
      const left = folder.tables();
      assert.equal(left.get("events"), before.get("events"));
      const isBefore = JSON.stringify(derived(left)) === JSON.stringify(derived(before));
      if (!isBefore) assert.deepEqual(derived(left), derived(made), `killed at statement ${at}`);
      if (isBefore) asBefore += 1;
      else asMade += 1;
      folder.start();
      assert.deepEqual(folder.tables(), made, `after a kill at statement ${at}`);
    }
    const found = `${asBefore} times as before, ${asMade} times as it is to be`;
    process.stdout.write(`killed at ${asBefore + asMade} of ${statements} statements: ${found}\n`);
    assert.ok(asBefore > 100);
  });

  if (!isOld) continue;
  test(`the same by SIGKILL (${history.version})`, () => {
    const folder = new Folder(history, tables);
    const before = folder.tables();
    const statements = folder.startAndDie(0) ?? 0;
    const made = folder.tables();
    const program = join(import.meta.dirname, "start-and-die.ts");
    for (const share of [0.01, 0.1, 0.5, 0.9, 0.999]) {
      folder.again();
      const at = Math.ceil(share * statements);
      const args = ["--conditions=praxis-source", program, folder.data, folder.anchors, String(at)];
      const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      assert.equal(signal, "SIGKILL", stdout + stderr);
      const left = derived(folder.tables());
      if (JSON.stringify(left) !== JSON.stringify(derived(before))) assert.deepEqual(left, derived(made));
      folder.start();
      assert.deepEqual(folder.tables(), made, `after a kill at statement ${at}`);
      assert.deepEqual(folder.problems(), []);
    }
  });
}
