import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
