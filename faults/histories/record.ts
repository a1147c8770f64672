/** Records a history: plays it at a real server, ends that, and packs what it left. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Place } from "../../src/cli/testing/praxis-process.ts";
import { filesOf, type History } from "./history.ts";
import type { Play } from "./plays.ts";

const notedSchema = z.tuple([z.string(), z.int(), z.string()]);

/** @param root of the checkout that is recorded; its own states are noted only where it is this one */
export async function recordHistory(play: Play, version: string, root?: string): Promise<History> {
  const place = new Place({}, root);
  const states = join(place.folder, "states.jsonl");
  const opened = await play.open(place, null);
  try {
    const watched = root === undefined ? { PRAXIS_NOTED_STATES: states, NODE_OPTIONS: `--import=${preload}` } : {};
    const server = await place.start(["--no-supervisor", ...opened.paths], { ...opened.environment, ...watched });
    await opened.record(server.url);
    server.child.kill("SIGTERM");
    const { code, err } = await server.ended;
    if (code !== 0) throw new Error(`the server ended with ${code}: ${err}`);
    const files = { ...filesOf(place.data, "data"), ...filesOf(join(place.folder, "anchors"), "anchors") };
    const { name } = play;
    return { version, name, recordedAt: Date.now(), files, outside: opened.outside(), states: readStates(states) };
  } finally {
    opened.close();
    place.close();
  }
}

const preload = join(import.meta.dirname, "note-states.ts");

function readStates(path: string): History["states"] {
  const states: Record<string, Record<string, string>> = {};
  const lines = existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  for (const line of lines) {
    const [run, number, hash] = notedSchema.parse(JSON.parse(line));
    const ofRun = states[run] ?? {};
    ofRun[number] = hash;
    states[run] = ofRun;
  }
  return states;
}
