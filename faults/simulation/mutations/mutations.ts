/** Bugs to plant, one at a time: what the simulation is worth is whether it finds them. Each rewrites a place in a source text as it is loaded; no production file knows of this. */

export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** It must be there, once. */
  readonly text: string;
  readonly becomes: string;
}

export interface Mutation {
  readonly name: string;
  /** Which promise it breaks. */
  readonly breaks: string;
  /** A seed that finds it; the short test lives through this one alone. */
  readonly caughtBy: number;
  /** More than one where two places make up for each other, as they are meant to. */
  readonly edits: readonly Edit[];
}

export const mutations: readonly Mutation[] = [
  {
    name: "the fence is not checked",
    breaks: "K2",
    caughtBy: 6,
    edits: [
      {
        file: "src/log/sqlite/group-commit.ts",
        text: "if (row?.epoch === epoch) return;",
        becomes: "if (row) return;",
      },
    ],
  },
  {
    name: "acknowledged before the sync",
    breaks: "K1",
    caughtBy: 2,
    edits: [
      {
        file: "src/log/sqlite/group-commit.ts",
        text: "    this.#committed.push(batch);\n    this.#options.committed();",
        becomes:
          "    this.#options.committed();\n    this.#options.synced();\n    batch.resolve();\n    this.#committed.push(batch);",
      },
    ],
  },
  {
    name: "an error of the sync is ignored",
    breaks: "K1",
    caughtBy: 293,
    edits: [{ file: "src/log/sqlite/group-commit.ts", text: "if (error) return this.#fail(error);", becomes: "" }],
  },
  {
    name: "what a failed sync lost is not written again",
    breaks: "K1",
    caughtBy: 2_684,
    edits: [{ file: "src/log/sqlite/identify.ts", text: "  renew(database, disk);\n", becomes: "" }],
  },
  {
    name: "checkpoints are not synced",
    breaks: "K1",
    caughtBy: 2,
    edits: [
      {
        file: "src/log/sqlite/database.ts",
        text: "PRAGMA synchronous = NORMAL;",
        becomes: "PRAGMA synchronous = OFF;",
      },
    ],
  },
  {
    name: "the chain leaves the envelope out",
    breaks: "K9",
    caughtBy: 2,
    edits: [
      { file: "src/log/envelope.ts", text: `\${event.number}\\n\${event.meta}\\n\``, becomes: `\${event.number}\\n\`` },
    ],
  },
  {
    name: "sent before the attempt is on disk",
    breaks: "K1, E6",
    caughtBy: 7,
    edits: [
      {
        file: "src/act/effects/effect-worker.ts",
        text: "    await durable;\n    await log.whenDurable();",
        becomes: "    void durable;\n    void log;",
      },
    ],
  },
  {
    name: "the key has the attempt in it",
    breaks: "E1",
    caughtBy: 2,
    edits: [
      {
        file: "src/act/effects/ledger.ts",
        text: `return \`praxis-\${row.intent}-\${row.generation}\`;`,
        becomes: `return \`praxis-\${row.intent}-\${row.generation}-\${"attempt" in row ? row.attempt : 0}\`;`,
      },
    ],
  },
  {
    name: "no settling time after a restart",
    breaks: "E6",
    caughtBy: 331,
    edits: [
      {
        file: "src/act/effects/effect-worker.ts",
        text: "timeoutMs) + this.#settleMs(row);",
        becomes: "timeoutMs) * 0 + this.#deps.ports.clock.now();",
      },
    ],
  },
  {
    name: "no settling time after a timeout",
    breaks: "E6",
    caughtBy: 121,
    edits: [
      {
        file: "src/act/effects/transitions.ts",
        text: "const settleMs = contract.via?.settleMs ?? 1_000;",
        becomes: "const settleMs = 0;",
      },
    ],
  },
  {
    name: "the deadline is not checked",
    breaks: "E6",
    caughtBy: 55,
    edits: [{ file: "src/act/effects/attempt.ts", text: "if (isLate) throw", becomes: "if (isLate && false) throw" }],
  },
  {
    name: "every tier repeats blindly",
    breaks: "E2",
    caughtBy: 6,
    edits: [
      {
        file: "src/act/effects/effect-worker.ts",
        text: 'const isKeyed = row.tier === "T1" && contract.tier === "T1";',
        becomes: "const isKeyed = true;",
      },
    ],
  },
  {
    name: "keys are trusted for ever",
    breaks: "E7",
    caughtBy: 106,
    edits: [
      {
        file: "src/act/effects/effect-worker.ts",
        text: "return isKeyed && isKeyKnown &&",
        becomes: "return isKeyed && (isKeyKnown || true) &&",
      },
    ],
  },
  {
    name: "an approval is not used up",
    breaks: "G1",
    caughtBy: 2,
    edits: [{ file: "src/act/effects/authorise.ts", text: "if (gate) gates.use(transaction, gate.id);", becomes: "" }],
  },
  {
    name: "an answer is used twice",
    breaks: "E2",
    caughtBy: 14,
    edits: [
      {
        file: "src/act/effects/unknown-gate.ts",
        text: 'if (gate?.status !== "answered" || gate.used) return null;',
        becomes: 'if (gate?.status !== "answered") return null;',
      },
      { file: "src/oversee/gates/gate-book.ts", text: "if (!gate || gate.used ||", becomes: "if (!gate ||" },
    ],
  },
  {
    name: "units are not claimed",
    breaks: "E1",
    caughtBy: 137,
    edits: [
      {
        file: "src/act/effects/effects-table.ts",
        text: 'for (const unit of intended.units) sql.run("INSERT INTO claims VALUES (?, ?)", unit, id);',
        becomes: "",
      },
    ],
  },
  {
    name: "what is ready is not recorded",
    breaks: "K7",
    caughtBy: 24,
    edits: [
      {
        file: "src/engine/engine.ts",
        text: "UPDATE waits SET ready = 1 WHERE kind = ? AND key = ?",
        becomes: "UPDATE waits SET ready = 0 WHERE kind = ? AND key = ?",
      },
      {
        file: "src/engine/engine.ts",
        text: "UPDATE runs SET status = 'moving' WHERE id = ? AND status = 'waiting'",
        becomes: "UPDATE runs SET status = 'waiting' WHERE id = ? AND status = 'waiting'",
      },
    ],
  },
  {
    name: "an outcome is delivered and not recorded",
    breaks: "K4",
    caughtBy: 2,
    edits: [
      {
        file: "src/engine/run-driver.ts",
        text: "const at = isOwn && !waited ? this.#putOff(outcome) : this.#record(outcome);",
        becomes: 'const at = kind === "sleep" ? 0 : isOwn && !waited ? this.#putOff(outcome) : this.#record(outcome);',
      },
    ],
  },
  {
    name: "an event is taken in twice",
    breaks: "E1",
    caughtBy: 2,
    edits: [{ file: "src/engine/intake.ts", text: "  if (known) {", becomes: "  if (known && false) {" }],
  },
  {
    name: "a person is told before the answer is on disk",
    breaks: "K1",
    caughtBy: 253,
    edits: [
      {
        file: "src/oversee/gates/answer-gate.ts",
        text: "  await durable;\n  if (opened.kind",
        becomes: "  void durable;\n  if (opened.kind",
      },
    ],
  },
  {
    name: "what was put off is recorded after what followed from it",
    breaks: "K4",
    caughtBy: 2,
    edits: [
      {
        file: "src/engine/run-driver.ts",
        text: "      if (!isOwn || this.#hasPutOffEnough()) this.recordOwn();\n",
        becomes: "",
      },
      {
        file: "src/engine/run-driver.ts",
        text: "  #append(event: RunEventData): RecordedEvent {\n    this.recordOwn();\n",
        becomes: "  #append(event: RunEventData): RecordedEvent {\n",
      },
    ],
  },
  {
    name: "an effect is asked for before what led to it is recorded",
    breaks: "K4",
    caughtBy: 2,
    edits: [
      {
        file: "src/engine/run-driver.ts",
        text: "      if (!isOwn || this.#hasPutOffEnough()) this.recordOwn();\n",
        becomes: "",
      },
    ],
  },
  {
    name: "a run that rests forgets what was put off",
    breaks: "K4",
    caughtBy: 3,
    edits: [
      {
        file: "src/engine/run-driver.ts",
        text: "  #rest(commands: readonly Command[]): void {\n    this.recordOwn();",
        becomes: "  #rest(commands: readonly Command[]): void {\n    this.#unrecorded = null;",
      },
    ],
  },
  {
    name: "own steps have the time of their event",
    breaks: "K4",
    caughtBy: 1,
    edits: [
      {
        file: "src/engine/run-events.ts",
        text: "at: since + after,",
        becomes: "at: event.at,",
      },
    ],
  },
  {
    name: "what was put off is dropped when there is enough of it",
    breaks: "K5",
    caughtBy: 1,
    edits: [
      {
        file: "src/engine/run-driver.ts",
        text: "if (!isOwn || this.#hasPutOffEnough()) this.recordOwn();",
        becomes: "if (this.#hasPutOffEnough()) this.#unrecorded = null;\n      if (!isOwn) this.recordOwn();",
      },
    ],
  },
  {
    name: "an error of a sync in place is ignored",
    breaks: "K1",
    caughtBy: 1_681,
    edits: [
      {
        file: "src/log/sqlite/group-commit.ts",
        text: "      error = thrown;",
        becomes: "      error = null;",
      },
    ],
  },
];
