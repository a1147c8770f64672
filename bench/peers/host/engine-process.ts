/**
 * The process in which one engine lives, and with it its steps and the one who calls it: `engine-process.ts <module of the engine>`, then commands as messages.
 *
 * Boundary: hosted-engine.ts says what to do, one thing at a time. When the other side is gone, the engine is stopped, so that no server is left behind.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type Engine, hideMarks, markOfAnswer, showMarks } from "../engine.ts";
import { type Answer, type Command, commandSchema } from "./messages.ts";

const moduleSchema = z.object({
  engine: z.custom<Engine>((value) => typeof value === "object" && value !== null && "runOne" in value),
});

let loaded: Engine | undefined;

process.on("message", (message) => {
  carryOut(commandSchema.parse(message)).then(
    (value) => answer({ value: value ?? null }),
    (error: unknown) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
/** Ctrl-C reaches the whole group; the runner has the engine stopped. */
process.on("SIGINT", () => {});
process.on("disconnect", async () => {
  await loaded?.stop().catch(() => {});
  process.exit(1);
});

function answer(given: Answer) {
  process.send?.(given);
}

async function carryOut(command: Command): Promise<unknown> {
  const engine = await load();
  switch (command.do) {
    case "describe": {
      const { name, store, promises, settledBy } = engine;
      return { name, version: engine.version(), store, promises, settledBy };
    }
    case "start":
      return engine.start(command.folder);
    case "alone":
      return runAlone(engine, command.count, command.marked);
    case "together": {
      const start = performance.now();
      await engine.runMany(command.count, command.concurrency);
      return performance.now() - start;
    }
    case "bytes":
      return engine.bytesOnDisk();
    case "processes":
      return engine.processIds();
    case "stop":
      return engine.stop();
  }
}

async function load() {
  if (loaded === undefined) loaded = moduleSchema.parse(await import(pathToFileURL(process.argv[2] ?? "").href)).engine;
  return loaded;
}

async function runAlone(engine: Engine, count: number, marked: boolean) {
  const tookMs: number[] = [];
  if (marked) showMarks();
  for (let run = 0; run < count; run++) {
    const start = performance.now();
    await engine.runOne();
    tookMs.push(performance.now() - start);
    if (marked) existsSync(markOfAnswer);
  }
  if (marked) hideMarks();
  return tookMs;
}
