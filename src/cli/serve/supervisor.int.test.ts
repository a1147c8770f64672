import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { supervise } from "./supervisor.ts";

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "praxis-supervisor-"));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that appends its arguments to a file, and then does what `behaviour` says; `life` counts from 1. */
function program(behaviour: string): { main: string; flags: string[] } {
  const main = join(folder, "program.mjs");
  writeFileSync(
    main,
    `import { appendFileSync, readFileSync } from "node:fs";
const log = ${JSON.stringify(join(folder, "lives"))};
appendFileSync(log, process.argv.slice(2).join(" ") + " " + process.env.PRAXIS_SUPERVISED + "\\n");
const life = readFileSync(log, "utf8").trim().split("\\n").length;
${behaviour}`,
  );
  return { main, flags: [] };
}

const lives = (): string[] => readFileSync(join(folder, "lives"), "utf8").trim().split("\n");

function run(behaviour: string): Promise<number> {
  return supervise({
    program: program(behaviour),
    args: (port) => [String(port)],
    say: (message) => said.push(message),
  });
}

test("a program that dies is started again, with the port that it had", async () => {
  const code = await run(`process.send({ listening: { port: 4711 } }, () => {
    if (life === 1) process.kill(process.pid, "SIGKILL");
    if (life === 2) process.exit(1);
    process.exit(0);
  });`);
  assert.equal(code, 0);
  assert.deepEqual(lives(), ["null first", "4711 again", "4711 again"]);
  assert.match(said.join("\n"), /ended by SIGKILL/);
  assert.match(said.join("\n"), /ended with code 1/);
});

for (const final of [0, 2, 74, 75, 78]) {
  test(`a program that ends with ${final} is not started again`, async () => {
    assert.equal(await run(`process.exit(${final});`), final);
    assert.equal(lives().length, 1);
  });
}

test("a program that dies at once again and again is given up, with words", async () => {
  assert.equal(await run("process.exit(1);"), 1);
  assert.equal(lives().length, 5);
  assert.match(said.at(-1) ?? "", /5 times within a minute. It is not started again/);
  assert.match(said.at(-1) ?? "", /praxis doctor/);
});

/** As `praxis`: `check` loads the watched file; otherwise it serves until it is told to end. */
const reloadable = `
if (process.argv[2] === "check") { await import(process.argv[3]); process.exit(0); }
process.on("SIGTERM", () => process.exit(0));
process.send({ listening: { port: 4711 } });
if (life === 2) process.kill(process.pid, "SIGTERM");
setInterval(() => undefined, 1000);`;

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("a watched file that changes starts the server again on the new code, and one that does not load leaves it alone", async () => {
  const processes = join(folder, "processes");
  mkdirSync(processes);
  const file = join(processes, "returns.mjs");
  writeFileSync(file, "export const one = 1;");
  const { main, flags } = program("");
  writeFileSync(
    main,
    readFileSync(main, "utf8").replace("appendFileSync(log", "if (process.argv[2] !== 'check') appendFileSync(log") +
      reloadable,
  );
  const options = { program: { main, flags }, args: (port: number | null) => [String(port)], watched: [file] };
  const ended = supervise({ ...options, say: (message) => said.push(message) });
  await until(() => existsSync(join(folder, "lives")) && said.length === 0);
  writeFileSync(file, "export const one = ;");
  await until(() => said.length === 1);
  assert.match(said[0] ?? "", /returns.mjs was changed, and does not load. The server goes on[\s\S]*SyntaxError/);
  assert.equal(lives().length, 1);
  writeFileSync(file, "export const one = 2;");
  assert.equal(await ended, 0);
  assert.deepEqual(lives(), ["null first", "4711 again"]);
  assert.match(said[1] ?? "", /starting again on the new code/);
});
