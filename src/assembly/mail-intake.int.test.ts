/** Mails as events: once each, in their conversation, with their bytes; and what cannot be read is held and can be released. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { messageIdFor } from "../kernel/mail-thread.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { Database } from "../log/sqlite/database.ts";
import { verifyChain } from "../log/sqlite/verify.ts";
import { mailFolder } from "../observe/mail/folder/mail-folder.ts";
import { type Mail, mailSchema } from "../observe/mail/mail.ts";
import { takeMail } from "../observe/mail/take-mail.ts";
import { releaseHeld } from "../observe/quarantine/release.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { mailBytes, mailWithPhoto, unreadableMail, type Written } from "./testing/mails.ts";
import { bench } from "./testing/memory-bench.ts";

const inbox = mailFolder("inbox", { folder: "unused" });
const other = mailFolder("other", { folder: "unused" });
const answers = process("answers", { on: "MailReceived", input: mailSchema }, async (run, mail) => {
  const answer = await run.wait("MailReceived", { about: mail.thread, atMost: "30 days" });
  return answer.status === "arrived" ? mailSchema.parse(answer.event).text : "nothing came";
});
const reads = process("reads", { on: "MailReceived", input: mailSchema }, async (_run, mail) => mail);

const opened: Bench[] = [];
afterEach(() => {
  for (const world of opened.splice(0)) world.stop();
});

function open(process: typeof answers | typeof reads = reads, more: { disk?: MemoryDisk; seed?: number } = {}): Bench {
  const world = bench([process, inbox, other], more);
  opened.push(world);
  return world;
}

async function take(world: Bench, raw: Uint8Array, source = inbox) {
  const taken = await takeMail(world.praxis, source, { raw, isWhole: true, from: { file: "a.eml" } });
  await world.settle();
  return taken;
}

/** Takes a mail that starts a run. @returns that run. */
async function begin(world: Bench, mail: Written | Uint8Array): Promise<string> {
  const taken = await take(world, mail instanceof Uint8Array ? mail : mailBytes(mail));
  assert.equal(taken.status, "accepted");
  const [run] = taken.status === "accepted" ? taken.runs : [];
  assert.ok(run !== undefined, "it started a run");
  return run;
}

const mailOf = (world: Bench, run: string): Mail => mailSchema.parse(world.value(run));
const runs = (world: Bench): number => world.log.sql.all("SELECT 1 FROM runs").length;

describe("a mail", () => {
  test("is an event about its conversation, sealed for its sender, with its bytes and its attachments kept", async () => {
    const world = open();
    const raw = mailWithPhoto();
    const mail = mailOf(world, await begin(world, raw));
    assert.equal(mail.text, "See the photo.");
    assert.deepEqual(mail.from, { name: "Mia", address: "mia@example.com" });
    const kept = world.log.readBlob(mail.raw);
    assert.ok(kept?.status === "kept" && Buffer.from(kept.bytes).equals(raw));
    const [photo] = mail.attachments;
    assert.deepEqual([photo?.name, photo?.type, photo?.bytes], ["photo.png", "image/png", 5]);
    const content = world.log.readBlob(photo?.blob ?? "");
    assert.equal(content?.status === "kept" && Buffer.from(content.bytes).toString(), "hello");
    const received = world.log.readStream("source/inbox")[0];
    assert.equal(received?.subjects[0] === world.log.pseudonym("tenant"), false, "it is somebody's");
  });

  test("is erased with its sender, bytes and all, and the log still verifies", async () => {
    const disk = new MemoryDisk();
    const world = open(reads, { disk });
    const mail = mailOf(world, await begin(world, mailWithPhoto()));
    const subject = world.log.readStream("source/inbox")[0]?.subjects[0] ?? "";
    const sql = world.log.write((transaction) => transaction.sql).value;
    sql.run("UPDATE subject_keys SET wrapped = NULL, erased_at = 1 WHERE pseudonym = ?", subject);
    await world.log.whenDurable();
    const again = open(reads, { disk, seed: 2 });
    assert.deepEqual(again.log.readBlob(mail.raw), { status: "erased" });
    assert.deepEqual(again.log.readBlob(mail.attachments[0]?.blob ?? ""), { status: "erased" });
    assert.equal(again.log.readStream("source/inbox")[0]?.erased, true);
    await again.log.whenDurable();
    assert.deepEqual(verifyChain(new Database(":memory:", { handle: disk.handle })), []);
  });

  test("is taken once, also where servers on its way wrote other lines into it", async () => {
    const world = open();
    await begin(world, { headers: ["Received: by mx1"] });
    assert.equal((await take(world, mailBytes({ headers: ["Received: by mx1"] }))).status, "duplicate");
    assert.equal(
      (await take(world, mailBytes({ headers: ["Received: by mx2", "Delivered-To: x"] }))).status,
      "duplicate",
    );
    assert.equal(runs(world), 1);
  });

  test("cannot keep another one out by using its Message-ID first", async () => {
    const world = open();
    await begin(world, { from: "eve@example.com", text: "nothing" });
    await begin(world, { text: "It came broken." });
    assert.equal(runs(world), 2);
  });

  test("without a Message-ID is told by its content", async () => {
    const world = open();
    await begin(world, { id: "" });
    assert.equal((await take(world, mailBytes({ id: "" }))).status, "duplicate");
    assert.match(mailOf(world, await begin(world, { id: "", text: "another" })).id, /^sha256:/);
  });

  test("K1: the power is cut before it is on disk: it is taken again and counts once", async () => {
    const disk = new MemoryDisk();
    const world = open(reads, { disk });
    const taking = takeMail(world.praxis, inbox, { raw: mailWithPhoto(), isWhole: true, from: {} });
    const before = world.log.head().position;
    while (world.log.head().position === before) await new Promise<void>((resolve) => setImmediate(resolve));
    world.crash();
    void taking.catch(() => undefined);
    const again = open(reads, { disk, seed: 2 });
    assert.ok(["accepted", "duplicate"].includes((await take(again, mailWithPhoto())).status));
    assert.equal((await take(again, mailWithPhoto())).status, "duplicate");
    assert.equal(runs(again), 1);
    await again.log.whenDurable();
    assert.deepEqual(verifyChain(new Database(":memory:", { handle: disk.handle })), []);
  });
});

describe("a conversation", () => {
  test("an answer goes to the run that waits for it, and starts no other", async () => {
    const world = open(answers);
    const run = await begin(world, { id: "<1@example.com>" });
    const answer = mailBytes({ id: "<2@example.com>", inReplyTo: "<1@example.com>", text: "The blue one." });
    const taken = await take(world, answer);
    assert.deepEqual(taken, { status: "accepted", runs: [] });
    assert.equal(world.value(run), "The blue one.");
    assert.equal(runs(world), 1);
  });

  test("an answer that nobody waits for starts a run of its own", async () => {
    const world = open();
    const first = await begin(world, { id: "<1@example.com>" });
    const second = await begin(world, { id: "<2@example.com>", inReplyTo: "<1@example.com>" });
    assert.equal(mailOf(world, second).thread, mailOf(world, first).thread);
    assert.equal(text(world.run(first), "correlation"), text(world.run(second), "correlation"), "it is one story");
  });

  test("an answer to a mail of ours finds its thread by our Message-ID alone", async () => {
    const world = open();
    const ours = messageIdFor("0123456789abcdefghjk", "reply-1", "shop.example");
    const run = await begin(world, { inReplyTo: ours });
    assert.equal(mailOf(world, run).thread, "0123456789abcdefghjk");
  });

  test("a mail that calls itself ours is not believed to be in that thread", async () => {
    const world = open();
    const forged = messageIdFor("0123456789abcdefghjk", "reply-1", "shop.example");
    assert.notEqual(mailOf(world, await begin(world, { id: forged })).thread, "0123456789abcdefghjk");
  });

  test("the oldest message that is known decides; messages in between need not have come here", async () => {
    const world = open();
    const first = mailOf(world, await begin(world, { id: "<1@example.com>" }));
    const third = await begin(world, {
      id: "<3@example.com>",
      references: "<1@example.com> <2@elsewhere.example>",
      inReplyTo: "<2@elsewhere.example>",
    });
    assert.equal(mailOf(world, third).thread, first.thread);
    const fourth = await begin(world, { id: "<4@example.com>", inReplyTo: "<2@elsewhere.example>" });
    assert.equal(mailOf(world, fourth).thread, first.thread);
  });

  test("two answers to a mail that never came meet in one thread, and so does that mail when it comes late", async () => {
    const world = open();
    const threads: string[] = [];
    for (const mail of [
      { id: "<2@example.com>", inReplyTo: "<0@elsewhere.example>" },
      { id: "<3@example.com>", references: "<0@elsewhere.example> <2@example.com>" },
      { id: "<0@elsewhere.example>" },
    ])
      threads.push(mailOf(world, await begin(world, mail)).thread);
    assert.equal(new Set(threads).size, 1);
  });

  test("its table holds pseudonyms only, and is the same when it is built again from the log", async () => {
    const disk = new MemoryDisk();
    const world = open(reads, { disk });
    await begin(world, { id: "<1@example.com>" });
    const rows = world.log.sql.all("SELECT * FROM mail_threads ORDER BY message");
    assert.equal(JSON.stringify(rows).includes("example"), false);
    world.log.write((transaction) => transaction.sql.run("DELETE FROM projections WHERE name = 'mail_threads'"));
    await world.log.whenDurable();
    assert.deepEqual(open(reads, { disk, seed: 2 }).log.sql.all("SELECT * FROM mail_threads ORDER BY message"), rows);
  });
});

describe("a mail that cannot be read", () => {
  const order = { body: undefined, why: "it is from a customer", by: "ada", isAdmin: false };
  const heldId = (world: Bench): string => text(world.log.sql.get("SELECT id FROM quarantine") ?? {}, "id");

  test("is held with its bytes, once; nothing is started", async () => {
    const world = open();
    assert.equal((await take(world, unreadableMail())).status, "quarantined");
    assert.equal((await take(world, unreadableMail())).status, "duplicate");
    const record = world.praxis.quarantine.find(heldId(world))?.record;
    assert.deepEqual([record?.kind, record?.code, record?.headers], ["mail", "unreadable", { file: "a.eml" }]);
    const raw = world.log.readBlob(record?.blob ?? "");
    assert.ok(raw?.status === "kept" && Buffer.from(raw.bytes).equals(unreadableMail()));
    assert.equal(runs(world), 0);
  });

  test("is held where it is no mail at all, with words, and starts nothing", async () => {
    const world = open();
    const taken = await take(world, new TextEncoder().encode("\u0001\u0002K\u00ff&\r\n\r\nno mail"));
    assert.equal(taken.status, "quarantined");
    assert.match(world.praxis.quarantine.find(heldId(world))?.record?.message ?? "", /^it is no mail: /);
    assert.equal(runs(world), 0);
  });

  test("stays held where it still cannot be read, and is released as a person says it reads, once", async () => {
    const world = open();
    await take(world, unreadableMail());
    const refused = await releaseHeld(world.praxis, heldId(world), order);
    assert.equal(refused.status, "refused");
    assert.match(refused.message ?? "", /nesting/i);
    const body = { from: "Mia@example.com", subject: "Mug", text: "It is broken" };
    const released = await releaseHeld(world.praxis, heldId(world), { ...order, body });
    await world.settle();
    assert.equal(released.status, "released");
    const mail = mailOf(world, released.runs[0] ?? "");
    assert.deepEqual([mail.from.address, mail.text, mail.attachments], ["mia@example.com", "It is broken", []]);
    const raw = world.log.readBlob(mail.raw);
    assert.ok(raw?.status === "kept" && Buffer.from(raw.bytes).equals(unreadableMail()), "its bytes come with it");
    const settled = world.praxis.quarantine.find(heldId(world))?.settled;
    assert.deepEqual([settled?.status, settled?.by, settled?.why], ["released", "ada", "it is from a customer"]);
    await assert.rejects(releaseHeld(world.praxis, heldId(world), { ...order, body }), { code: "quarantine_settled" });
    assert.equal(runs(world), 1);
  });

  test("that is too large keeps its first 25 MiB", async () => {
    const world = open();
    const raw = mailBytes({ text: "the rest is missing" });
    const taken = await takeMail(world.praxis, inbox, { raw, isWhole: false, from: {} });
    assert.equal(taken.status, "quarantined");
    assert.equal(world.praxis.quarantine.find(heldId(world))?.record?.bodySha256, null);
    const released = await releaseHeld(world.praxis, heldId(world), order);
    await world.settle();
    assert.equal(mailOf(world, released.runs[0] ?? "").text, "the rest is missing");
  });

  test("for the source's own code, which throws on it, is held as well", async () => {
    const picky = mailFolder("picky", {
      folder: "unused",
      subject: () => {
        throw new Error("no such customer");
      },
    });
    const world = open();
    const taken = await take(world, mailBytes(), picky);
    assert.equal(taken.status, "quarantined");
    assert.match(taken.status === "quarantined" ? taken.message : "", /no such customer/);
  });
});
