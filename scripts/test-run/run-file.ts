/**
 * Runs one test file in a process of its own and says what became of it.
 *
 * A file counts as finished only when its process reported its own summary. node:test takes exit code 0 for success,
 * even when `process.exit(0)` cut the tests short; here that is a failure, as are a crash, a file without tests and a
 * process that falls silent.
 */
import { basename } from "node:path";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";
import type { Skipped, Tally } from "./tally.ts";

export interface FileLimits {
  /** For each test that names no timeout of its own. */
  readonly timeoutMs: number;
  /** How long the process may report nothing before it is ended. Timeouts cannot stop a busy loop, nor a forgotten timer. */
  readonly silenceMs: number;
}

export interface FileResult extends Tally {
  /** For a reporter of node:test, in order. */
  readonly events: readonly TestEvent[];
}

const counterLine = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

export async function runFile(path: string, limits: FileLimits): Promise<FileResult> {
  const started = performance.now();
  const silence = new AbortController();
  const fallSilent = () =>
    silence.abort(new Error(`${path} reported nothing for ${limits.silenceMs} ms and was ended`));
  let watchdog = setTimeout(fallSilent, limits.silenceMs);

  const events: TestEvent[] = [];
  const skipped: Skipped[] = [];
  let passed = 0;
  let failed = 0;
  let finished = false;

  const stream = run({
    files: [path],
    timeout: limits.timeoutMs,
    signal: silence.signal,
    execArgv: ["--conditions=praxis-source"],
  });
  for await (const event of stream as AsyncIterable<TestEvent>) {
    clearTimeout(watchdog);
    watchdog = setTimeout(fallSilent, limits.silenceMs);
    if (event.type === "test:summary") {
      finished ||= event.data.file !== undefined;
      continue;
    }
    if (event.type === "test:diagnostic" && counterLine.test(event.data.message)) continue;
    if (event.type === "test:pass") {
      if (event.data.name === path) continue; // The process ended well, which says nothing about its tests.
      const reason = event.data.skip ?? event.data.todo;
      if (reason !== undefined && reason !== false) skipped.push(skip(path, event.data.name, reason));
      else if (event.data.details.type !== "suite") passed += 1;
    }
    if (event.type === "test:fail") {
      const { details, name, todo } = event.data;
      if (todo !== undefined && todo !== false) skipped.push(skip(path, name, todo));
      else if (details.type !== "suite" || failureTypeOf(details.error) !== "subtestsFailed") failed += 1;
    }
    events.push(event);
  }
  clearTimeout(watchdog);

  if (!finished && failed === 0) {
    failed = 1;
    events.push(cutShort(path, performance.now() - started));
  }
  return { passed, failed, skipped, events };
}

function skip(file: string, name: string, reason: string | true): Skipped {
  return { file, name, reason: reason === true || reason === "" ? "no reason given" : reason };
}

function failureTypeOf(error: Error): unknown {
  return "failureType" in error ? error.failureType : undefined;
}

function cutShort(path: string, durationMs: number): TestEvent {
  const cause = `${basename(path)} ended before its tests did, or has none`;
  const error = Object.assign(new Error(cause), { cause });
  const details = { duration_ms: durationMs, type: "test" as const, error };
  const place = { parentId: undefined, tags: [], testId: 0, testNumber: 1 };
  return { type: "test:fail", data: { ...place, name: path, nesting: 0, file: path, details } };
}
