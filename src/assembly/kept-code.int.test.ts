/** Old versions on disk (K6): what is kept of them, what they may use, and when they go. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { projections } from "./assemble.ts";
import { keepCode } from "./kept-code.ts";
import { loadPaths } from "./load-folder.ts";
import { Bench } from "./testing/bench.ts";

let folder: string;
let disk: MemoryDisk;
let clock: Bench["clock"] | undefined;
let lives: number;
let running: Bench | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "praxis-kept-"));
  disk = new MemoryDisk();
  clock = undefined;
  lives = 0;
});
afterEach(() => {
  running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const kept = (): string => join(folder, "data", "code");
const keptDigests = (): string[] => readdirSync(kept());

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Starts anew on the code that lies there. Each start reads another path, for a module is loaded once in a process. */
async function serve(): Promise<Bench> {
  lives += 1;
  running?.crash();
  const open = (ports: Parameters<typeof openMemoryLog>[0]["ports"]) => openMemoryLog({ disk, ports, projections });
  const bench = new Bench({ open, definitions: [], seed: lives, ...(clock === undefined ? {} : { clock }) });
  running = bench;
  clock = bench.clock;
  const files = await loadPaths([join(folder, `life-${lives}`, "processes", "main.ts")]);
  for (const file of files) bench.praxis.load(file.definitions, file.codeDigest);
  await keepCode(kept(), files, bench.praxis);
  return bench;
}

const waiting = (steps: string, rest = ""): string => `
import { process } from "praxis";
import { z } from "zod";
${rest}
export const orders = process("orders", { on: "Go", input: z.looseObject({}) }, async (run) => {
  ${steps}
});`;

const waitFor = (type: string, end: string): string =>
  `await run.wait("${type}", { about: "order 1", atMost: "5 days" });\n  return ${end};`;

/** Writes the code of the next start. */
function code(name: string, text: string): void {
  write(join(`life-${lives + 1}`, name), text);
}

async function paid(bench: Bench): Promise<void> {
  await bench.send("Paid", {}, { about: "order 1", id: "paid" });
}

test("K6: a version is kept with what it imports from anywhere, and finds its packages where it lay", async () => {
  write("life-1/node_modules/greeting/package.json", JSON.stringify({ type: "module", exports: "./index.js" }));
  write("life-1/node_modules/greeting/index.js", 'export const hello = "hello";');
  code("shared/deep/words.ts", 'export const word = "world";');
  const imports = 'import { hello } from "greeting";\nimport { word } from "../shared/deep/words.ts";';
  code("processes/main.ts", waiting(waitFor("Paid", "hello + word"), imports));
  const id = await (await serve()).begin("Go", {});
  code("processes/main.ts", waiting(waitFor("Sent", '"new"')));
  rmSync(join(folder, "life-1", "shared"), { recursive: true });
  const second = await serve();
  await paid(second);
  assert.equal(second.value(id), "helloworld");
  assert.notEqual(second.run(id).version, second.praxis.processes.newest("orders")?.version);
});

test("K6: a process that is gone carries its runs on, and begins none", async () => {
  code("processes/main.ts", waiting(waitFor("Paid", '"old"')));
  const id = await (await serve()).begin("Go", {});
  code("processes/main.ts", waiting("return 1;").replaceAll("orders", "others").replace('"Go"', '"Gone"'));
  const second = await serve();
  assert.deepEqual(await second.send("Go", {}, { id: "again" }), []);
  await paid(second);
  assert.equal(second.value(id), "old");
});

test("K6: what no run needs is removed at the next start, also what a power cut left half written", async () => {
  code("processes/main.ts", waiting(waitFor("Paid", '"old"')));
  await (await serve()).begin("Go", {});
  const [old = ""] = keptDigests();
  code("processes/main.ts", waiting(waitFor("Sent", '"new"')));
  const second = await serve();
  assert.equal(keptDigests().length, 2);
  await paid(second);
  write("data/code/.half/files/main.ts", "export const");
  code("processes/main.ts", waiting(waitFor("Sent", '"new"')));
  await serve();
  assert.equal(keptDigests().length, 1);
  assert.ok(!existsSync(join(kept(), old)));
});

describe("K6: a version that cannot be had", () => {
  /** A run waits, `harm` comes over what is kept, other code is loaded, and the run is woken. @returns what it was set aside with */
  async function setAsideAfter(harm: (place: string) => void, imports = ""): Promise<string> {
    code("processes/main.ts", waiting(waitFor("Paid", '"old"'), imports));
    const id = await (await serve()).begin("Go", {});
    harm(join(kept(), keptDigests()[0] ?? ""));
    code("processes/main.ts", waiting(waitFor("Sent", '"new"')));
    const second = await serve();
    await paid(second);
    assert.equal(second.status(id), "set aside");
    return JSON.stringify(second.last(id, "RunSetAside"));
  }

  test("because it was changed", async () => {
    const said = await setAsideAfter((place) => writeFileSync(join(place, "files", "main.ts"), "export const a = 1;"));
    assert.match(said, /code_gone.*does not match, and its source, kept in .*, was changed or is incomplete/);
  });

  test("because it is gone", async () => {
    const said = await setAsideAfter((place) => rmSync(place, { recursive: true }));
    assert.match(said, /code_gone.*that version is not kept/);
  });

  test("because it does not load any more", async () => {
    const imports = `import { readFileSync } from "node:fs";
      readFileSync(${JSON.stringify(join(folder, "words.txt"))});`;
    write("words.txt", "words");
    const said = await setAsideAfter(() => rmSync(join(folder, "words.txt")), imports);
    assert.match(said, /code_gone.*its source is kept, but .*cannot be loaded: ENOENT/);
  });
});

describe("K6: contracts of a run on old code", () => {
  const contract = (name: string, says: string): string => `
import { connection, contract } from "praxis";
const shop = connection("shop", { baseUrl: "http://shop" });
export const ${name} = contract("${name}", {
  tier: "read", via: shop, input: z.object({}), output: z.unknown(),
  perform: (_wish, call) => call.get("/${says}", {}), describe: () => "look",
});`;
  const looks = (end: string): string => `await run.wait("Paid", { about: "order 1", atMost: "5 days" });
  await run.do(look, {});
  return ${end};`;
  const asked = (bench: Bench): string[] => bench.provider.exchanges.map(({ url }) => new URL(url).pathname);

  test("are the loaded ones of their names", async () => {
    code("processes/main.ts", waiting(looks('"old"'), contract("look", "then")));
    const id = await (await serve()).begin("Go", {});
    code("processes/main.ts", waiting(waitFor("Sent", '"new"'), contract("look", "now")));
    const second = await serve();
    await paid(second);
    assert.equal(second.value(id), "old");
    assert.deepEqual(asked(second), ["/now"]);
  });

  test("are its own where no loaded one has their name", async () => {
    code("processes/main.ts", waiting(looks('"old"'), contract("look", "then")));
    const id = await (await serve()).begin("Go", {});
    code("processes/main.ts", waiting(waitFor("Sent", '"new"')));
    const second = await serve();
    await paid(second);
    assert.equal(second.value(id), "old");
    assert.deepEqual(asked(second), ["/then"]);
  });
});

describe("K6: the code goes on to a newer version and back, while runs wait", () => {
  const two = (second: string, end: string): string =>
    `await run.wait("Paid", { about: "order 1", atMost: "5 days" });
  await run.wait("${second}", { about: "order 1", atMost: "5 days" });
  return ${end};`;
  const old = (): void => code("processes/main.ts", waiting(two("Sent", '"old"')));
  const newer = (): void => code("processes/main.ts", waiting(two("Fetched", '"newer"')));
  const send = (bench: Bench, type: string): Promise<unknown> => bench.send(type, {}, { about: "order 1", id: type });
  const moves = (bench: Bench, id: string): number => bench.events(id).filter(({ type }) => type === "RunMoved").length;

  test("each run ends on the version that its steps were recorded with, and none is set aside", async () => {
    old();
    const begunOnOld = await (await serve()).begin("Go", {}, { id: "one" });
    newer();
    const second = await serve();
    const begunOnNewer = await second.begin("Go", {}, { id: "two" });
    assert.equal(moves(second, begunOnOld), 0, "nothing woke it");
    old();
    const third = await serve();
    await send(third, "Paid");
    // Both waited for the same, so what was recorded by then matches either: it goes on on what is there now.
    assert.deepEqual([moves(third, begunOnOld), moves(third, begunOnNewer)], [0, 1]);
    newer();
    const fourth = await serve();
    await send(fourth, "Sent");
    assert.deepEqual([fourth.value(begunOnOld), fourth.value(begunOnNewer)], ["old", "old"]);
    for (const id of [begunOnOld, begunOnNewer]) {
      const own = await fourth.praxis.replays.replay({ run: id, at: 3 });
      assert.equal(own.ended, null);
    }
  });

  test("a run that has gone on on the newer one stays on it when the older one is back", async () => {
    old();
    const first = await serve();
    const id = await first.begin("Go", {});
    newer();
    const second = await serve();
    await send(second, "Paid");
    assert.equal(moves(second, id), 1);
    const newerVersion = second.run(id).version;
    old();
    const third = await serve();
    await send(third, "Sent");
    assert.equal(third.status(id), "waiting", "the older code's second step is not what it waits for");
    await send(third, "Fetched");
    assert.equal(third.value(id), "newer");
    assert.equal(third.run(id).version, newerVersion);
    assert.equal(keptDigests().length, 2);
    old();
    await serve();
    assert.equal(keptDigests().length, 1, "what nothing needs any more goes at the next start");
  });
});
