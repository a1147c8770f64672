/** LangGraph.js with its SQLite checkpointer: a graph of ten nodes in a row, `durability: "sync"`. */
import { join } from "node:path";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";
import { checkRun, type Engine, type Outcome, outcome, runConcurrently } from "../engine.ts";
import { folderBytes } from "./folder-bytes.ts";
import { packageVersion } from "./package-version.ts";

/** The state holds the last outcome alone, since each checkpoint carries the whole state: each outcome is in the checkpoint after its node. */
const State = Annotation.Root({ last: Annotation<Outcome> });

let saver: SqliteSaver | undefined;
let home = "";
let runOne = async () => {};

function compile(checkpointer: SqliteSaver) {
  const graph = new StateGraph(State)
    .addNode("step 0", () => ({ last: outcome(0) }))
    .addNode("step 1", () => ({ last: outcome(1) }))
    .addNode("step 2", () => ({ last: outcome(2) }))
    .addNode("step 3", () => ({ last: outcome(3) }))
    .addNode("step 4", () => ({ last: outcome(4) }))
    .addNode("step 5", () => ({ last: outcome(5) }))
    .addNode("step 6", () => ({ last: outcome(6) }))
    .addNode("step 7", () => ({ last: outcome(7) }))
    .addNode("step 8", () => ({ last: outcome(8) }))
    .addNode("step 9", () => ({ last: outcome(9) }))
    .addEdge(START, "step 0")
    .addEdge("step 0", "step 1")
    .addEdge("step 1", "step 2")
    .addEdge("step 2", "step 3")
    .addEdge("step 3", "step 4")
    .addEdge("step 4", "step 5")
    .addEdge("step 5", "step 6")
    .addEdge("step 6", "step 7")
    .addEdge("step 7", "step 8")
    .addEdge("step 8", "step 9")
    .addEdge("step 9", END);
  return graph.compile({ checkpointer });
}

export const engine: Engine = {
  name: "LangGraph.js",
  version: () =>
    `${packageVersion("@langchain/langgraph")}, checkpoint-sqlite ${packageVersion("@langchain/langgraph-checkpoint-sqlite")}`,
  store:
    'SQLite, in process: journal_mode=WAL and better-sqlite3\'s synchronous=NORMAL, as it comes; durability: "sync"',
  promises: "later",
  settledBy: "wal_checkpoint(TRUNCATE)",
  async start(folder) {
    home = folder;
    saver = SqliteSaver.fromConnString(join(folder, "checkpoints.sqlite"));
    const app = compile(saver);
    let runs = 0;
    runOne = async () => {
      runs += 1;
      const config = { configurable: { thread_id: `run-${runs}` } };
      checkRun((await app.invoke({}, { ...config, durability: "sync" })).last);
    };
  },
  runOne: () => runOne(),
  runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
  async bytesOnDisk() {
    saver?.db.pragma("wal_checkpoint(TRUNCATE)");
    return folderBytes(home);
  },
  processIds: () => [process.pid],
  async stop() {
    saver?.db.close();
  },
};
