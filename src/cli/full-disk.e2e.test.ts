/** A disk that is full, through the real server (K1): refused with words, readable all the while, and going on by itself once there is space. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, type TestContext, test } from "node:test";
import { PraxisError } from "../kernel/errors.ts";
import { receiptShape, runDetailShape, runsShape, sourcesShape } from "./client/shapes.ts";
import { Acknowledged, apiOf, Bank, checkOracle, drive, workFile } from "./testing/fixed-work.ts";
import { Place, until, urlOf } from "./testing/praxis-process.ts";

const lettersFile = `
import { mailbox, mailContract, mailFolder, mailSchema, process as define } from "praxis";
import { z } from "zod";
const office = mailbox("office", { folder: process.env.OUTBOX ?? "./outbox", from: "Office <office@shop.example>", timeout: "1 second", settle: "100 ms" });
const wish = z.object({ id: z.string() });
const write = mailContract("letters.write", { via: office, input: wish, once: ({ id }) => [id], mail: ({ id }) => ({ to: "ada@example.com", subject: id, text: "x".repeat(50_000) }) });
export const inbox = mailFolder("inbox", { folder: "./inbox" });
export const letters = define("letters", { on: "LetterWanted", input: wish }, (run, wished) => run.do(write, wished));
export const reads = define("reads", { on: "MailReceived", input: mailSchema }, async (_run, mail) => mail.text);
`;
const serve = ["--no-supervisor", "work.ts", "letters.ts"];

let bank: Bank;
let place: Place;
/** A disk of 8 MiB. */
let disk = "";
let whyNoDisk: string | false = false;

beforeEach(async () => {
  bank = new Bank();
  place = new Place({ BANK_URL: await bank.open() });
  place.write("work.ts", workFile);
  place.write("letters.ts", lettersFile);
  mkdirSync(join(place.folder, "inbox"));
});
afterEach(() => {
  if (disk !== "" && whyNoDisk === false) execFileSync("umount", ["-l", disk]);
  disk = "";
  place.close();
  bank.close();
});

/** @returns false where that cannot be done here, and the test is skipped. */
function smallDisk(context: TestContext, path: string): boolean {
  mkdirSync(path);
  disk = path;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", path], { stdio: "ignore" });
    whyNoDisk = false;
  } catch {
    whyNoDisk = "a small disk cannot be mounted here";
    context.skip(whyNoDisk);
  }
  return whyNoDisk === false;
}

const filler = (): string => join(disk, "filler");

/** All of it: what a server takes or gives back meanwhile, too. */
function fill(): void {
  for (let size = 1_048_576; size >= 4_096; size /= 2) {
    try {
      for (;;) appendFileSync(filler(), Buffer.alloc(size));
    } catch (thrown) {
      assert.ok(thrown instanceof Error && "code" in thrown && thrown.code === "ENOSPC");
    }
  }
}

function ask(url: string, path: string, body?: unknown): Promise<Response> {
  const authorization = `Bearer ${readFileSync(join(place.data, "local.token"), "utf8")}`;
  const headers = { authorization, "content-type": "application/json" };
  return fetch(new URL(path, url), {
    headers,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
}

test("intake and answers are refused with 507, everything can be read, and it all goes on without a restart", async (context) => {
  if (!smallDisk(context, place.data)) return;
  const server = place.launch([], serve, { PRAXIS_ANCHORS: join(disk, "anchors") });
  const url = await urlOf(server);
  const api = apiOf(place, url);
  const told = new Acknowledged();
  const { promise: answersAfter, resolve: answer } = Promise.withResolvers<void>();
  bank.answersAfter = answersAfter;
  const first = drive(api, told, bank).then(
    () => "done",
    (thrown: unknown) => (thrown instanceof PraxisError ? thrown.code : String(thrown)),
  );
  await until("the bank is at it", async () => (bank.done.length > 0 ? true : undefined));
  fill();
  const refused = await ask(url, "/api/events", { id: "f-1", type: "Said", payload: { text: "x".repeat(20_000) } });
  assert.equal(refused.status, 507);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.match(await refused.text(), /the disk is full.*goes on by itself/);
  // What was done out there meanwhile cannot be recorded yet; that must not have it done again.
  answer();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  for (const path of ["/api/runs", "/api/gates", "/api/effects", "/api/sources", "/api/health", "/"])
    assert.equal((await ask(url, path)).status, 200, path);
  assert.match(server.output(), /the head of the log cannot be anchored: ENOSPC/);
  assert.equal(server.child.exitCode, null);
  rmSync(filler());
  await first;
  await until("all is done", () =>
    drive(api, told, bank).then(
      () => true,
      (thrown: unknown) => {
        if (!(thrown instanceof PraxisError)) throw thrown;
        return undefined;
      },
    ),
  );
  server.child.kill("SIGTERM");
  assert.equal((await server.ended).code, 0);
  checkOracle(place, bank, join(disk, "anchors"));
});

test("mails that come in while there is no space stay where they are, and are taken in once there is", async (context) => {
  if (!smallDisk(context, place.data)) return;
  const server = place.launch([], serve);
  const api = apiOf(place, await urlOf(server));
  fill();
  const photo = Buffer.alloc(200_000, 7).toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  const part = join(place.folder, "inbox", ".1.part");
  const mail = [
    "From: Mia <mia@example.com>",
    "Message-ID: <1@example.com>",
    "Content-Type: image/png",
    "Content-Transfer-Encoding: base64",
  ];
  writeFileSync(part, [...mail, "", photo].join("\r\n"));
  renameSync(part, join(place.folder, "inbox", "1.eml"));
  const troubled = await until("it is told", async () => {
    const { sources } = await api.get(sourcesShape, "/api/sources");
    return sources.find(({ name, state }) => name === "inbox" && state.lastError !== null);
  });
  assert.match(troubled.state.lastError ?? "", /the disk is full/);
  assert.ok(existsSync(join(place.folder, "inbox", "1.eml")));
  rmSync(filler());
  const run = await until("it is taken in", async () => {
    const { runs } = await api.get(runsShape, "/api/runs");
    return runs.find(({ status }) => status === "done");
  });
  assert.equal(run.process, "reads");
  assert.equal(existsSync(join(place.folder, "inbox", "1.eml")), false);
});

test("letters into an outbox that is full wait, and are written once there is space, once", async (context) => {
  const outbox = join(place.folder, "outbox");
  if (!smallDisk(context, outbox)) return;
  fill();
  const server = place.launch([], serve, { OUTBOX: outbox });
  const api = apiOf(place, await urlOf(server));
  const wanted = { id: "l-1", type: "LetterWanted", payload: { id: "one" } };
  const { runs } = await api.post(receiptShape, "/api/events", wanted);
  const show = () => api.get(runDetailShape, `/api/runs/${runs[0]}`);
  await until("it was tried twice", async () => ((await show()).effects[0]?.attempts ?? 0) > 1 || undefined);
  assert.deepEqual(
    readdirSync(outbox).filter((name) => name.endsWith(".eml")),
    [],
  );
  rmSync(filler());
  await until("it is written", async () => (await show()).status === "done" || undefined);
  const [letter = "", ...others] = readdirSync(outbox);
  assert.deepEqual([letter.endsWith(".eml"), others], [true, []]);
  assert.ok(statSync(join(outbox, letter)).size > 50_000);
});

test("a start on a full disk, the first or one with changed code, says so, changes nothing, and succeeds once there is space", async (context) => {
  if (!smallDisk(context, place.data)) return;
  const refused = async (): Promise<void> => {
    const { code, err } = await place.run("start", "--port", "0", ...serve);
    assert.equal(code, 74, err);
    assert.match(err, /no space left|disk is full/);
    assert.doesNotMatch(err, /\bbug\b|\n +at /);
  };
  const succeeds = async (): Promise<void> => {
    const server = place.launch([], serve);
    await drive(apiOf(place, await urlOf(server)), new Acknowledged(), bank);
    server.child.kill("SIGTERM");
    assert.equal((await server.ended).code, 0);
  };
  fill();
  await refused();
  // Some space, but not enough for a log.
  truncateSync(filler(), statSync(filler()).size - 100_000);
  await refused();
  rmSync(filler());
  await succeeds();
  place.write("work.ts", `${workFile}\n// ${"changed ".repeat(2_000)}`);
  fill();
  await refused();
  rmSync(filler());
  await succeeds();
  checkOracle(place, bank);
});
