/** What the server does when it is killed, stopped, damaged or given code that does not end. */
import assert from "node:assert/strict";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { gatesShape, receiptShape, runDetailShape, runsShape } from "./client/shapes.ts";
import { isAlive } from "./serve/server-file.ts";
import { type Outside, openOutside, refundsFile } from "./testing/outside.ts";
import { announcements, Place, type Started, until } from "./testing/praxis-process.ts";

const verifiedShape = z.object({ ok: z.boolean(), problems: z.array(z.string()) });
let outside: Outside;
let place: Place;

beforeEach(async () => {
  outside = await openOutside();
  place = new Place({ OUTSIDE_URL: outside.url, PRAXIS_TURN_LIMIT_MS: "1000", PRAXIS_TAKE_OVER_AFTER_MS: "1500" });
  place.write("refunds.ts", refundsFile);
});

afterEach(() => {
  place.close();
  outside.close();
});

async function send(type: string, payload: string): Promise<string> {
  const { runs } = await place.json(receiptShape, "send", type, payload);
  return runs[0] ?? "";
}

async function ended(run: string, wanted: string): Promise<void> {
  await until(`run ${run} is ${wanted}`, async () => {
    const { status } = await place.json(runDetailShape, "show", run);
    return status === wanted ? true : undefined;
  });
}

async function stop(server: Started): Promise<void> {
  server.child.kill("SIGTERM");
  await server.ended;
}

function childOf(server: Started, index: number): { url: string; pid: number } {
  const found = announcements(server.output()).at(index);
  assert.ok(found, `the server has announced itself ${index + 1} times`);
  return found;
}

describe("under the supervisor", () => {
  test("a server that is killed is started again on the same port, and nothing is lost", async () => {
    const server = await place.start(["refunds.ts"]);
    const run = await send("RefundWanted", '{"charge":"c-1","amountCents":9900}');
    process.kill(childOf(server, 0).pid, "SIGKILL");
    await until("it listens again", async () => announcements(server.output()).at(1));
    assert.equal(childOf(server, 1).url, server.url);
    assert.match(server.output(), /the server ended by SIGKILL. Nothing acknowledged is lost/);
    const { gates } = await place.json(gatesShape, "gates");
    assert.equal((await place.run("approve", gates[0]?.id ?? "")).code, 0);
    await ended(run, "done");
    assert.deepEqual(outside.refunds, ["c-1"]);
    assert.equal((await place.json(verifiedShape, "verify")).ok, true);
    server.child.kill("SIGTERM");
    assert.equal((await server.ended).code, 0);
    assert.equal(existsSync(join(place.data, "server.json")), false);
  });

  test("a server killed right before or after an effect's request does it once", async () => {
    const points = "effect.attempting.before=kill@1,effect.answered=kill@2";
    const server = await place.start(["refunds.ts"], { PRAXIS_FAILPOINTS: points });
    const run = await send("RefundWanted", '{"charge":"c-7","amountCents":100}');
    await until("it listens again", async () => announcements(server.output()).at(1));
    await ended(run, "done");
    assert.deepEqual(outside.refunds, ["c-7"]);
  });

  test("a server whose supervisor is gone ends by itself", async () => {
    const server = await place.start(["refunds.ts"]);
    const { pid } = childOf(server, 0);
    server.child.kill("SIGKILL");
    await until("the server is gone", async () => (isAlive(pid) ? undefined : true));
    assert.equal((await place.run("verify")).code, 0);
  });

  test("endless and greedy processes are set aside while the others go on", async () => {
    await place.start(["refunds.ts"]);
    const loop = await send("LoopWanted", "{}");
    const said = await send("Said", '{"text":"a"}');
    await ended(said, "done");
    await ended(loop, "set aside");
    // This one cannot be interrupted: the server ends itself, and its successor sets the run aside.
    const eat = await send("EatWanted", "{}");
    await ended(eat, "set aside");
    const after = await send("Said", '{"text":"b"}');
    await ended(after, "done");
    const { runs } = await place.json(runsShape, "runs", "--status", "set aside");
    assert.equal(runs.length, 2);
  });
});

describe("a folder that is taken over or damaged", () => {
  test("a stopped server is taken over, and is fenced when it wakes", async () => {
    const first = await place.start(["--no-supervisor", "refunds.ts"]);
    const run = await send("RefundWanted", '{"charge":"c-2","amountCents":9900}');
    first.child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const second = await place.start(["--no-supervisor", "refunds.ts"]);
    first.child.kill("SIGCONT");
    const { code, err } = await first.ended;
    assert.equal(code, 75);
    assert.match(err, /another server has taken over this data folder/);
    const { gates } = await place.json(gatesShape, "gates");
    await place.run("approve", gates[0]?.id ?? "");
    await ended(run, "done");
    assert.deepEqual(outside.refunds, ["c-2"]);
    // The one that took over is the owner from now on, with lock and all.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal((await place.run("start", "--no-supervisor", "--port", "0", "refunds.ts")).code, 75);
    await stop(second);
  });

  test("a damaged database is refused with words, and verify says what is wrong", async () => {
    const server = await place.start(["--no-supervisor", "refunds.ts"]);
    for (let index = 0; index < 3; index++) await send("Said", `{"text":"${"x".repeat(3_000)}${index}"}`);
    await stop(server);
    overwrite(join(place.data, "log.db"), 0, 4_096);
    const refused = await place.run("start", "--no-supervisor", "--port", "0", "refunds.ts");
    assert.equal(refused.code, 74);
    assert.match(refused.err, /cannot be (opened|read)/);
    assert.match(refused.err, /praxis restore/);
    assert.doesNotMatch(refused.err, /\n +at /);
    const supervised = await place.run("start", "--port", "0", "refunds.ts");
    assert.equal(supervised.code, 74);
    const verified = await place.run("verify");
    assert.equal(verified.code, 4);
    const doctor = await place.run("doctor");
    assert.equal(doctor.code, 1);
    assert.match(doctor.out, /the log cannot be read/);
  });

  test("a disk that fails ends the server at once, and all that was acknowledged is there", async () => {
    // Files may grow to about 1 MiB; a write beyond that fails as a broken disk does.
    const server = await place.startUnder("trap '' XFSZ; ulimit -f 2048", ["refunds.ts"]);
    const acknowledged: string[] = [];
    for (let index = 0; index < 60; index++) {
      const sent = await place.run("send", "Said", JSON.stringify({ text: `${index}${"x".repeat(60_000)}` }), "--json");
      if (sent.code !== 0) break;
      acknowledged.push(...receiptShape.parse(JSON.parse(sent.out)).runs);
    }
    const { code, err } = await server.ended;
    assert.equal(code, 74);
    assert.match(err, /the disk refused to keep what was written/);
    assert.match(err, /everything acknowledged before is kept/);
    assert.ok(acknowledged.length > 0);
    const { runs } = await place.json(runsShape, "runs");
    for (const run of acknowledged)
      assert.ok(
        runs.some(({ id }) => id === run),
        run,
      );
    assert.equal((await place.run("verify")).code, 0);
  });

  test("a connection's missing secret is named by doctor", async () => {
    place.write(
      "secret.ts",
      refundsFile
        .replace('timeout: "2', 'token: secret("PAYMENTS_TOKEN"), timeout: "2')
        .replace("contract, process", "contract, secret, process"),
    );
    await place.start(["--no-supervisor", "secret.ts"]);
    const doctor = await place.run("doctor");
    assert.equal(doctor.code, 1);
    assert.match(doctor.out, /the secret PAYMENTS_TOKEN is missing \(connection payments\)/);
  });

  test("an event that was changed on disk is named by verify", async () => {
    const server = await place.start(["--no-supervisor", "refunds.ts"]);
    for (let index = 0; index < 4; index++) await send("Said", `{"text":"${index}"}`);
    await stop(server);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(place.data, "log.db"));
    database.exec("UPDATE events SET payload = x'00' WHERE position = 2");
    database.close();
    const verified = await place.run("verify");
    assert.equal(verified.code, 4);
    assert.match(verified.out, /event 2 \(.*\) was changed/);
  });
});

function overwrite(path: string, from: number, bytes: number): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(bytes, 0x5a), 0, bytes, from);
  closeSync(file);
}
