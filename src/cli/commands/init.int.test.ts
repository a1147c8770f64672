/** `praxis init` as a newcomer does it: a project is written, its test passes, a mail is answered, and its code is changed while a run waits. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { gatesShape, runsShape } from "../client/shapes.ts";
import { announcements, Place, type Started, until } from "../testing/praxis-process.ts";

const repository = dirname(dirname(dirname(import.meta.dirname)));
const packageSchema = z.object({
  name: z.string(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.close());

const at = (...path: string[]): string => join(place.folder, ...path);

/** What `npm install` would bring, without a network. */
function install(): void {
  mkdirSync(at("node_modules", "@types"), { recursive: true });
  symlinkSync(repository, at("node_modules", "praxis"));
  for (const name of ["zod", "typescript", "@types/node"])
    symlinkSync(join(repository, "node_modules", name), at("node_modules", name));
}

function npmRun(script: string, ...more: readonly string[]): { status: number | null; output: string } {
  const { scripts } = packageSchema.parse(JSON.parse(readFileSync(at("package.json"), "utf8")));
  const { NODE_TEST_CONTEXT, ...environment } = process.env;
  const path = [dirname(process.execPath), join(repository, "node_modules", ".bin"), process.env.PATH].join(":");
  const done = spawnSync(["exec", scripts[script], ...more].join(" "), {
    cwd: place.folder,
    env: { ...environment, PATH: path },
    encoding: "utf8",
    shell: true,
  });
  return { status: done.status, output: `${done.stdout}${done.stderr}` };
}

describe("praxis init", () => {
  test("writes a project whose test passes and whose types fit", async () => {
    const { code, out } = await place.run("init");
    assert.equal(code, 0);
    assert.match(out, /npm start/);
    install();
    const tested = npmRun("test");
    assert.equal(tested.status, 0, tested.output);
    assert.match(tested.output, /pass 4/);
    const typed = npmRun("typecheck", "--pretty", "false");
    // Of a checkout the sources are compiled along; what is theirs is the business of the repository's own check.
    const own = typed.output.split("\n").filter((line) => /^processes\/.*error/.test(line));
    assert.deepEqual(own, [], typed.output);
  });

  test("depends on this very praxis, and starts it", async () => {
    await place.run("init", "office");
    const { name, dependencies, scripts } = packageSchema.parse(
      JSON.parse(readFileSync(at("office", "package.json"), "utf8")),
    );
    assert.equal(name, "office");
    assert.equal(join(at("office"), dependencies.praxis?.replace("file:", "") ?? ""), repository);
    assert.match(dependencies.zod ?? "", /^\d/);
    assert.equal(scripts.start, "praxis start --watch ./processes");
    assert.ok(existsSync(at("office", ".gitignore")));
  });

  test("touches nothing where there is something already", async () => {
    place.write("notes.txt", "mine");
    const { code, err } = await place.run("init");
    assert.equal(code, 5);
    assert.match(err, /there is something in .*: notes\.txt\n.*Nothing was written/);
    assert.deepEqual(readdirSync(place.folder), ["notes.txt"]);
    assert.equal((await place.run("init", "notes.txt")).code, 5);
  });
});

describe("the project that praxis init writes", () => {
  let server: Started;
  const code = (): string => at("processes", "answer-mails.ts");
  const outbox = (): string[] => (existsSync(at("outbox")) ? readdirSync(at("outbox")) : []).map(readAnswer);
  const readAnswer = (name: string): string => readFileSync(at("outbox", name), "utf8");

  beforeEach(async () => {
    await place.run("init");
    install();
    server = await place.start(["--watch", "./processes"]);
  });

  function write(mail: string): void {
    copyFileSync(at("mails", mail), at("inbox", mail));
  }

  function openGate(): Promise<string> {
    return until("a person is asked", async () => {
      const { gates } = await place.json(gatesShape, "gates");
      return gates.at(0)?.id;
    });
  }

  /** Changes the code, and waits until it is served. */
  async function change(from: string, to: string): Promise<void> {
    const lives = announcements(server.output()).length;
    const text = readFileSync(code(), "utf8");
    assert.ok(text.includes(from), `the process says "${from}"`);
    writeFileSync(code(), text.replace(from, to));
    await until("the new code is served", async () => announcements(server.output())[lives]);
  }

  function runThat(status: string): Promise<string> {
    return until(`a run is ${status}`, async () => {
      const { runs } = await place.json(runsShape, "runs", "--status", status);
      return runs.at(0)?.id;
    });
  }

  test("answers a mail that is put into its inbox", { timeout: 120_000 }, async () => {
    write("opening-hours.eml");
    const [answer] = await until("the answer is there", async () => (outbox().length > 0 ? outbox() : undefined));
    assert.match(answer ?? "", /^To: ada@example\.com\r$/m);
    assert.match(answer ?? "", /^In-Reply-To: <question-1@example\.com>\r$/m);
    assert.match(answer ?? "", /9:00 to 17:00/);
  });

  test("goes on with a waiting run on changed code that fits its history", { timeout: 120_000 }, async () => {
    write("wrong-invoice.eml");
    const gate = await openGate();
    await change("9:00 to 17:00", "8:00 to 18:00");
    assert.equal((await place.run("approve", gate)).code, 0);
    const run = await runThat("done");
    const story = await place.run("show", run);
    assert.match(story.out, /moved from version/);
    assert.equal(outbox().length, 1);
  });

  /** Answers the gate of a run that began with the old code, and looks at what was sent. */
  async function finishOnOldCode(gate: string): Promise<void> {
    assert.equal((await place.run("approve", gate)).code, 0);
    const run = await runThat("done");
    assert.match(outbox()[0] ?? "", /within three days/);
    assert.doesNotMatch((await place.run("show", run)).out, /moved from version/);
  }

  test("a waiting run whose history does not fit the changed code ends on the old code; a new one begins on the new", {
    timeout: 120_000,
  }, async () => {
    write("wrong-invoice.eml");
    const gate = await openGate();
    await change("within three days", "today");
    assert.match((await place.run("runs")).out, /old code/);
    await finishOnOldCode(gate);
    const again = readFileSync(at("mails", "wrong-invoice.eml"), "utf8").replace(/^(Message-ID: <)/im, "$1again-");
    writeFileSync(at("inbox", "again.eml"), again);
    assert.equal((await place.run("approve", await openGate())).code, 0);
    await until("the second answer is there", async () => (outbox().length === 2 ? true : undefined));
    assert.ok(outbox().some((mail) => /put it right today/.test(mail)));
  });

  test("the same where the server is killed and started on the changed code, and what it imports has changed too", {
    timeout: 120_000,
  }, async () => {
    writeFileSync(at("processes", "words.ts"), 'export const soon = "within three days";\n');
    await change('import { z } from "zod";', 'import { z } from "zod";\nimport { soon } from "./words.ts";');
    await change('"Thank you. We looked at it, and put it right within three days."', "['Put right ', soon].join('')");
    write("wrong-invoice.eml");
    const gate = await openGate();
    const [before] = codeKept();
    await killAll();
    writeFileSync(at("processes", "words.ts"), 'export const soon = "one day";\n');
    server = await place.start(["--watch", "./processes"]);
    assert.equal(codeKept().length, 2);
    await finishOnOldCode(gate);
    await killAll();
    server = await place.start(["--watch", "./processes"]);
    assert.equal(codeKept().length, 1, "no run needs the old version any more");
    assert.notEqual(codeKept()[0], before);
  });

  test("a run whose old code was altered is set aside with a word about it, and goes on with the code back", {
    timeout: 120_000,
  }, async () => {
    write("wrong-invoice.eml");
    const gate = await openGate();
    const [digest = ""] = codeKept();
    const kept = at(".praxis", "code", digest, "files", "answer-mails.ts");
    const was = readFileSync(kept, "utf8");
    writeFileSync(kept, was.replace("three days", "ten years"));
    await change("within three days", "today");
    await place.run("approve", gate);
    const run = await runThat("set aside");
    const { out } = await place.run("show", run);
    assert.match(
      out,
      /the run needs version \w+ of "answer mails"[\s\S]*its source, kept in .*, was changed or is incomplete/,
    );
    assert.deepEqual(outbox(), []);
    writeFileSync(kept, was);
    await killAll();
    server = await place.start(["--watch", "./processes"]);
    assert.equal((await place.run("retry", run)).code, 0);
    await runThat("done");
    assert.match(outbox()[0] ?? "", /within three days/);
  });

  function codeKept(): string[] {
    return readdirSync(at(".praxis", "code"));
  }

  /** Supervisor and server at once, as a power cut does. */
  async function killAll(): Promise<void> {
    const pid = announcements(server.output()).at(-1)?.pid;
    server.child.kill("SIGKILL");
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await server.ended;
  }
});
