/** The day of `praxis demo`, against a real server that serves the pack. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { startChild } from "../retail/child-process.ts";
import { playDay } from "./play-day.ts";

const serverFile = z.object({ url: z.string(), token: z.string() });

test("the sample day goes as its notes say, and nothing is paid twice", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "praxis-day-"));
  const data = join(folder, "data");
  const server = startChild("src/main.ts", ["start", "--no-supervisor", "--json", "--port", "0", "--data", data], {
    logFile: join(folder, "server.log"),
    environment: { PRAXIS_ANCHORS: join(folder, "anchors") },
  });
  context.after(async () => {
    await server.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  });
  await server.firstLine((line) => (line.startsWith("{") ? line : undefined));
  const { url, token } = serverFile.parse(JSON.parse(await readFile(join(data, "server.json"), "utf8")));
  const noted: unknown = JSON.parse(await readFile(join(data, "customer-ops.json"), "utf8"));
  const environment = z.record(z.string(), z.string()).parse(noted);
  const story: string[] = [];
  const summary = await playDay({ url, token, environment, print: (line) => story.push(line) });
  assert.deepEqual(summary, {
    tickets: 15,
    alone: 10,
    withPerson: 5,
    done: 13,
    refused: 3,
    chargedCents: 10_330,
    refundedCents: 730_560,
    duplicates: 0,
  });
  assert.ok(story.length > 50);
});
