/** Reads the figures of any stretch of time, of one process or of all. */
import { z } from "zod";
import type { Sql, SqlValue } from "../../log/event-log.ts";
import {
  countedSchema,
  type Figures,
  gateKindSchema,
  movedSchema,
  openGateSchema,
  refusalSchema,
  rungSchema,
  saidNoSchema,
  slowSchema,
} from "./figures-shape.ts";
import { processNames } from "./process-names.ts";

export interface FiguresQuestion {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Null for all but housekeeping. */
  readonly process: string | null;
  /** Null for all. */
  readonly account: string | null;
}

export function readFiguresOf(sql: Sql, asked: FiguresQuestion): Figures {
  const reader = new FigureReader(sql, asked);
  return {
    from: asked.from,
    to: asked.to,
    process: asked.process,
    account: asked.account,
    runs: reader.runs(),
    effects: reader.effects(),
    denied: reader.counts("word", "step_figures", "at", "kind = 'denied'"),
    gates: reader.gates(),
    decisions: reader.rows(
      rungSchema,
      "name, word AS rung, count(*) AS count",
      "step_figures",
      "at",
      "kind = 'decide' GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
    ),
    money: reader.rows(
      movedSchema,
      "contract, currency, sum(cents) AS cents, count(*) AS count",
      "effect_figures",
      "created_at",
      "status = 'succeeded' AND cents IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    slowest: reader.rows(
      slowSchema,
      "run, process, took_ms AS tookMs",
      "run_figures",
      "started_at",
      "took_ms IS NOT NULL ORDER BY 3 DESC, 1 LIMIT 10",
    ),
  };
}

const numbersSchema = z.record(z.string(), z.number().nullable());
const shortList = "ORDER BY openedAt, gate LIMIT 10";

class FigureReader {
  readonly #sql: Sql;
  readonly #from: number;
  readonly #to: number;
  readonly #account: string | null;
  readonly #processes: readonly string[];

  constructor(sql: Sql, { from, to, process, account }: FiguresQuestion) {
    this.#sql = sql;
    this.#from = from;
    this.#to = to;
    this.#account = account;
    this.#processes = process === null ? processNames(sql).work : [process];
  }

  #where(column: string): { terms: string; values: SqlValue[] } {
    const { terms, values } = this.#among();
    return { terms: `${terms} AND ${column} >= ? AND ${column} < ?`, values: [...values, this.#from, this.#to] };
  }

  #among(): { terms: string; values: SqlValue[] } {
    const processes = `process IN (${this.#processes.map(() => "?").join(", ")})`;
    return this.#account === null
      ? { terms: processes, values: [...this.#processes] }
      : { terms: `${processes} AND account = ?`, values: [...this.#processes, this.#account] };
  }

  rows<S extends z.ZodType>(shape: S, columns: string, table: string, time: string, rest: string): z.output<S>[] {
    const { terms, values } = this.#where(time);
    return this.#sql
      .all(`SELECT ${columns} FROM ${table} WHERE ${terms} AND ${rest}`, ...values)
      .map((row) => shape.parse({ ...row }));
  }

  counts(word: string, table: string, time: string, condition = "1"): Figures["denied"] {
    const columns = `${word} AS word, count(*) AS count`;
    return this.rows(countedSchema, columns, table, time, `${condition} GROUP BY 1 ORDER BY 2 DESC, 1`);
  }

  #numbers(columns: string, table: string, time: string): (name: string) => number | null {
    const [row] = this.rows(numbersSchema, columns, table, time, "1");
    return (name) => row?.[name] ?? null;
  }

  runs(): Figures["runs"] {
    const of = this.#numbers(
      "count(*) AS started, sum(needed > 0) AS touched, sum(handoffs) AS handoffs, count(took_ms) AS done, median(took_ms) AS median, max(took_ms) AS longest",
      "run_figures",
      "started_at",
    );
    const joined =
      "(SELECT f.process, f.account, f.started_at, r.status FROM run_figures f JOIN runs r ON r.id = f.run)";
    const { terms, values } = this.#where("started_at");
    const byStatus = this.#sql.all(
      `SELECT status AS word, count(*) AS count FROM ${joined} WHERE ${terms} GROUP BY 1 ORDER BY 2 DESC, 1`,
      ...values,
    );
    return {
      started: of("started") ?? 0,
      byStatus: byStatus.map((row) => countedSchema.parse({ ...row })),
      byProcess: this.counts("process", "run_figures", "started_at"),
      touched: of("touched") ?? 0,
      handoffs: of("handoffs") ?? 0,
      took: { count: of("done") ?? 0, medianMs: of("median"), longestMs: of("longest") },
    };
  }

  effects(): Figures["effects"] {
    const of = this.#numbers(
      "sum(unknown > 0) AS unknownOnce, sum(status = 'unknown') AS unknownNow, sum(conflicts) AS conflicts",
      "effect_figures",
      "created_at",
    );
    const refusal = "contract, coalesce(code, 'erased') AS code, count(*) AS count";
    return {
      byStatus: this.counts("status", "effect_figures", "created_at"),
      refusals: this.rows(
        refusalSchema,
        refusal,
        "effect_figures",
        "created_at",
        "status = 'refused' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
      ),
      unknownOnce: of("unknownOnce") ?? 0,
      unknownNow: of("unknownNow") ?? 0,
      conflicts: of("conflicts") ?? 0,
    };
  }

  gates(): Figures["gates"] {
    const byStatus = this.counts("status", "gate_figures", "opened_at");
    const waited = "kind, count(stood_ms) AS count, median(stood_ms) AS medianMs, max(stood_ms) AS longestMs";
    const among = this.#among();
    const open = `gate_figures WHERE status = 'open' AND opened_at < ? AND ${among.terms}`;
    const values = [this.#to, ...among.values];
    const counted = this.#sql.get(`SELECT count(*) AS count FROM ${open}`, ...values);
    const oldest = this.#sql.all(
      `SELECT gate, kind, run, process, opened_at AS openedAt FROM ${open} ${shortList}`,
      ...values,
    );
    return {
      opened: byStatus.reduce((sum, { count }) => sum + count, 0),
      byStatus,
      byKind: this.rows(gateKindSchema, waited, "gate_figures", "opened_at", "1 GROUP BY 1 ORDER BY 1"),
      saidNo: this.rows(
        saidNoSchema,
        "kind, status AS word, count(*) AS count",
        "gate_figures",
        "opened_at",
        "status IN ('declined', 'expired') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
      ),
      openNow: Number(counted?.count ?? 0),
      oldestOpen: oldest.map((row) => openGateSchema.parse({ ...row })),
    };
  }
}
