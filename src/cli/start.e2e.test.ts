/** The command line as people use it: real processes on a real folder. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { gatesShape, receiptShape, runDetailShape, runsShape, whyShape } from "./client/shapes.ts";
import { type Outside, openOutside, refundsFile } from "./testing/outside.ts";
import { Place, until } from "./testing/praxis-process.ts";

const verifiedShape = z.object({ ok: z.boolean(), events: z.number() });
let outside: Outside;
let place: Place;

beforeEach(async () => {
  outside = await openOutside();
  place = new Place({ OUTSIDE_URL: outside.url });
  place.write("refunds.ts", refundsFile);
});

afterEach(() => {
  place.close();
  outside.close();
});

async function onlyGate(): Promise<string> {
  const id = await until("a gate is open", async () => (await place.json(gatesShape, "gates")).gates[0]?.id);
  return id;
}

async function statusOf(run: string): Promise<string> {
  return (await place.json(runDetailShape, "show", run)).status;
}

async function ended(run: string, wanted: string): Promise<void> {
  await until(`run ${run} is ${wanted}`, async () => ((await statusOf(run)) === wanted ? true : undefined));
}

const large = '{"charge":"c-1","amountCents":9900}';

describe("a server and its commands", () => {
  test("a refund is asked for, approved, done once, explained, verified, backed up and restored", async () => {
    const first = await place.start(["--no-supervisor", "refunds.ts"]);
    const { runs } = await place.json(receiptShape, "send", "RefundWanted", large, "--id", "e-1");
    const run = runs[0] ?? "";
    const gate = await onlyGate();
    const page = await place.run("gates", gate);
    assert.match(page.out, /Refund 99 for c-1/);
    assert.match(page.out, new RegExp(`praxis approve ${gate}`));

    assert.equal((await place.run("approve", gate, "--reason", "seen the lamp")).code, 0);
    await ended(run, "done");
    assert.deepEqual(outside.refunds, ["c-1"]);
    const again = await place.run("send", "RefundWanted", large, "--id", "e-1");
    assert.match(again.out, /nothing happened again/);

    const story = await place.run("show", run);
    assert.match(story.out, /waits for an answer to a gate/);
    assert.match(story.out, /did payments.refund: succeeded/);
    const why = await place.json(whyShape, "why", run);
    assert.match(why.text, /lea approved it/);

    const backup = join(place.folder, "backup");
    assert.equal((await place.run("backup", backup)).code, 0);
    const verified = await place.json(verifiedShape, "verify");
    assert.equal(verified.ok, true);

    // What happens after the backup is missing from it: the next start must notice.
    await place.json(receiptShape, "send", "RefundWanted", '{"charge":"c-2","amountCents":100}');
    await until("the second refund is done", async () => (outside.refunds.length === 2 ? true : undefined));
    const refused = await place.run("restore", backup);
    assert.equal(refused.code, 75);
    assert.match(refused.err, /in use by process/);
    first.child.kill("SIGTERM");
    assert.equal((await first.ended).code, 0);

    const restored = await place.run("restore", backup);
    assert.equal(restored.code, 0);
    assert.match(restored.out, /before-restore/);
    const second = await place.start(["--no-supervisor", "refunds.ts"]);
    assert.match(second.output(), /RESTORED: a backup was put back, which ends at event/);
    const doctor = await place.run("doctor");
    assert.match(doctor.out, /effects are reconciled/);
    assert.equal((await place.run("config", "reconciled", "--why", "looked through")).code, 0);
    assert.doesNotMatch((await place.run("doctor")).out, /are reconciled/);
    assert.equal((await place.run("verify")).code, 0);
  });

  test("without a server, commands open the folder themselves and see their work through", async () => {
    const server = await place.start(["--no-supervisor", "refunds.ts"]);
    server.child.kill("SIGTERM");
    await server.ended;
    const { runs } = await place.json(receiptShape, "send", "RefundWanted", large);
    const run = runs[0] ?? "";
    assert.equal(await statusOf(run), "waiting");
    assert.equal((await place.run("approve", await onlyGate())).code, 0);
    assert.equal(await statusOf(run), "done");
    assert.deepEqual(outside.refunds, ["c-1"]);
    const followed = await place.run("run", "echo", '{"text":"hello"}');
    assert.equal(followed.code, 0);
    assert.match(followed.out, /result +"hello"/);
    const waits = await place.run("run", "refunds", '{"charge":"c-9","amountCents":9900}');
    assert.equal(waits.code, 6);
    assert.equal((await place.run("show", "nothing")).code, 3);
  });

  test("what an operator does goes on record with who and why", async () => {
    await place.start(["--no-supervisor", "refunds.ts"]);
    assert.equal((await place.run("pause")).code, 2);
    const slip = await place.run("pause", "everthing", "--why", "prices are wrong");
    assert.deepEqual([slip.code, slip.out], [3, ""]);
    assert.match(slip.err, /effects go on as before.*payments/);
    assert.match((await place.run("pause", "payments", "--why", "x")).out, /^Effects of payments stopped/);
    assert.equal((await place.run("resume", "payments", "--why", "x")).code, 0);
    const stopped = await place.run("--as", "mia", "pause", "everything", "--why", "prices are wrong");
    assert.match(stopped.out, /^Every effect stopped/);
    const { runs } = await place.json(receiptShape, "send", "RefundWanted", '{"charge":"c-3","amountCents":100}');
    const run = runs[0] ?? "";
    const settings = await place.run("config", "history");
    assert.match(settings.out, /person:mia +stopped\/\*.*prices are wrong/);
    assert.match((await place.run("doctor")).out, /every effect is stopped/);
    assert.equal((await statusOf(run)) === "done", false);
    assert.equal((await place.run("resume", "--why", "they are right")).code, 0);
    await ended(run, "done");
    const issued = await place.json(z.object({ token: z.string() }), "token", "issue", "shop", "events");
    assert.equal((await place.run("--token", issued.token, "--url", "http://127.0.0.1:9", "runs")).code, 1);
    assert.equal((await place.run("token", "revoke", "shop")).code, 0);
    assert.equal((await place.run("forget", "mia@example.com", "--why", "she asked")).code, 2);
    await place.run("send", "Said", '{"text":"I am Mia"}', "--subject", "mia@example.com");
    const forgotten = await place.run("forget", "mia@example.com", "--why", "she asked", "--yes");
    assert.equal(forgotten.code, 0);
    assert.match(forgotten.out, /mia@example.com is erased/);
    assert.equal((await place.run("verify")).code, 0);
  });

  test("a second server on the folder is refused, with who holds it", async () => {
    const first = await place.start(["--no-supervisor", "refunds.ts"]);
    const second = await place.run("start", "--no-supervisor", "--port", "0", "refunds.ts");
    assert.equal(second.code, 75);
    assert.match(second.err, new RegExp(`in use by process ${first.child.pid} `));
    assert.match(second.err, /Nothing was changed/);
    const supervised = await place.run("start", "--port", "0", "refunds.ts");
    assert.equal(supervised.code, 75);
  });

  test("what cannot be served is said before anything is made", async () => {
    place.write("broken.ts", "export const = 1;");
    const broken = await place.run("start", "broken.ts");
    assert.equal(broken.code, 78);
    assert.match(broken.err, /broken\.ts cannot be loaded/);
    assert.match(broken.err, /nothing was started/);
    const read = await place.run("runs");
    assert.equal(read.code, 3);
    rmSync(place.data, { recursive: true, force: true });
  });

  test("lists can be paged, and read by programs", async () => {
    await place.start(["--no-supervisor", "refunds.ts"]);
    for (const text of ["a", "b", "c"]) await place.run("send", "Said", JSON.stringify({ text }));
    const page = await place.json(runsShape, "runs", "--limit", "2");
    assert.equal(page.runs.length, 2);
    const rest = await place.json(runsShape, "runs", "--limit", "2", "--before", page.next ?? "");
    assert.equal(rest.runs.length, 1);
  });
});
