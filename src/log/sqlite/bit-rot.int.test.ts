/**
 * One flipped bit, or a cut, anywhere in the database or its WAL (K9). Either a start refuses or says that this is not the newest state, or `verify` finds it, or every row is as it was: the
 * place holds nothing. What was acknowledged never vanishes without a word.
 *
 * `npm run faults -- --rot` tries more places, under other seeds; a place that is missed prints itself.
 */
import assert from "node:assert/strict";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { PraxisError } from "../../kernel/errors.ts";
import { SeededRandom } from "../../kernel/random.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { Projection } from "../event-log.ts";
import { type OpenedLog, openLog } from "./open-log.ts";
import { verifyFolder } from "./verify.ts";

const points = Number(process.env.PRAXIS_ROT_POINTS ?? 40);
const seed = Number(process.env.PRAXIS_ROT_SEED ?? 1);

const projections: Projection[] = [
  {
    name: "counts",
    version: 1,
    tables: {
      counts:
        "CREATE TABLE counts (stream TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX counts_by_count ON counts (count)",
    },
    apply: ({ stream }, sql) =>
      void sql.run("INSERT INTO counts VALUES (?, 1) ON CONFLICT (stream) DO UPDATE SET count = count + 1", stream),
  },
];

function open(root: string): OpenedLog {
  return openLog({
    folder: join(root, "data"),
    anchorFolder: join(root, "anchors"),
    ports: testPorts({ clock: new ManualClock(Date.now()), seed: 7 }),
    projections,
    fatal: () => undefined,
  });
}

function close({ log, ownership }: OpenedLog): void {
  log.close();
  ownership.release();
}

/** Streams of people and of nobody, blobs, an erased person, pages that became free; in a database that was closed, and in a WAL that nobody wrote back. */
async function fill(root: string): Promise<void> {
  const one = open(root);
  const { log } = one;
  const cause = { principal: "system" };
  const write = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++) {
      const stream = `s/${n % 7}`;
      const subject = ["mia", "ben", "eve"][n % 3] ?? "";
      log.write((transaction) => {
        const ref = n % 10 === 0 ? [transaction.putBlob(Buffer.alloc(6_000, n), subject)] : [];
        const named = n % 4 === 0 ? cause : { ...cause, subject };
        transaction.append(
          stream,
          transaction.head(stream),
          [{ type: "Said", data: { n, text: "x".repeat(300) }, blobs: ref }],
          named,
        );
      });
      if (n % 5 === 0) await log.whenDurable();
    }
    await log.whenDurable();
  };
  await write(0, 60);
  await log.erase("eve", cause).durable;
  one.anchors.write("head", log.durableHead(), Date.now(), join(root, "data"));
  cpSync(join(root, "data"), join(root, "early"), { recursive: true });
  await write(60, 120);
  one.anchors.write("head", log.durableHead(), Date.now(), join(root, "data"));
  cpSync(join(root, "data"), join(root, "killed"), { recursive: true });
  close(one);
  cpSync(join(root, "data"), join(root, "closed"), { recursive: true });
}

/** Every row of every table, and the schema; but how often the log was opened. Null where it cannot be read. */
function rowsOf(folder: string): string | null {
  const database = new DatabaseSync(join(folder, "log.db"), { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name, lower(sql) AS sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all();
    return JSON.stringify(
      tables.map(({ name, sql }) => {
        const columns = database
          .prepare(`PRAGMA table_info(${name})`)
          .all()
          .filter((column) => column.name !== "epoch")
          .map((column) => `typeof(${column.name}) || hex(${column.name})`)
          .join(" || ',' || ");
        return [name, sql, database.prepare(`SELECT ${columns} AS row FROM ${name} NOT INDEXED ORDER BY 1`).all()];
      }),
    );
  } catch {
    return null;
  } finally {
    database.close();
  }
}

type Verdict = "refused" | "told" | "found" | "as it was" | "missed";

/** What a start says, and where it says nothing, what verify says. */
function judge(root: string, rows: string | null): Verdict {
  const found = !verifyFolder(join(root, "data"), join(root, "anchors"), () => undefined, projections).ok;
  try {
    const one = open(root);
    const { restored } = one;
    close(one);
    if (restored !== null) return "told";
  } catch (thrown) {
    assert.ok(thrown instanceof PraxisError, `a start says in words what is wrong: ${thrown}`);
    return "refused";
  }
  if (found) return "found";
  return rowsOf(join(root, "data")) === rows ? "as it was" : "missed";
}

describe("K9: a flipped bit or a cut", () => {
  let root = "";
  before(async () => {
    root = mkdtempSync(join(tmpdir(), "praxis-rot-"));
    await fill(root);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  function restoreState(state: string): void {
    rmSync(join(root, "data"), { recursive: true, force: true });
    cpSync(join(root, state), join(root, "data"), { recursive: true });
  }

  function damage(file: string, at: number, bit: number | null): void {
    if (bit === null) return truncateSync(file, at);
    const handle = openSync(file, "r+");
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ (1 << bit);
    writeSync(handle, byte, 0, 1, at);
    closeSync(handle);
  }

  for (const [state, name] of [
    ["closed", "log.db"],
    ["killed", "log.db"],
    ["killed", "log.db-wal"],
  ] as const) {
    test(`in ${name} of a folder whose server was ${state} is refused, told, found, or in a place that holds nothing`, {
      timeout: 3_600_000,
    }, () => {
      restoreState(state);
      assert.equal(judge(root, null), "missed", "an untouched folder gives no alarm");
      const rows = rowsOf(join(root, "data"));
      assert.ok(rows !== null);
      const file = join(root, state, name);
      assert.ok(existsSync(file));
      const { size } = statSync(file);
      const random = new SeededRandom(seed);
      const verdicts = new Map<Verdict, number>();
      for (let point = 0; point < points; point++) {
        const at = Math.floor(random.next() * size);
        const bit = point % 5 === 4 ? null : Math.floor(random.next() * 8);
        restoreState(state);
        damage(join(root, "data", name), at, bit);
        const verdict = judge(root, rows);
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        assert.notEqual(verdict, "missed", `${bit === null ? "cut" : `bit ${bit}`} at ${at} of ${name} (${state})`);
      }
      process.stdout.write(
        `${state} ${name}: ${[...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", ")}\n`,
      );
      assert.ok((verdicts.get("refused") ?? 0) + (verdicts.get("told") ?? 0) + (verdicts.get("found") ?? 0) > 0);
    });
  }

  test("a database that is gone, or has another's name, is not taken for a new one", () => {
    restoreState("closed");
    rmSync(join(root, "data", "log.db"));
    assert.throws(() => open(root), {
      code: "folder_damaged",
      message: /is empty or gone, but the folder held the log/,
    });
    restoreState("closed");
    const database = new DatabaseSync(join(root, "data", "log.db"));
    database.exec("UPDATE log_identity SET log = 'another'");
    database.close();
    assert.throws(() => open(root), { code: "folder_damaged", message: /calls itself another/ });
    const { problems } = verifyFolder(join(root, "data"), join(root, "anchors"), () => undefined, projections);
    assert.match(problems.join(), /calls itself another, but this folder held/);
  });
});
