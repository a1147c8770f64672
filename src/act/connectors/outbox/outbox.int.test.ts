/** Mails as files: once by key, whole or not at all, wherever the plug is pulled. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import PostalMime from "postal-mime";
import { mailbox } from "../../mail/mailbox.ts";
import { attemptMail, sample } from "../testing/attempt-mail.ts";
import { eraseFromOutbox } from "./outbox-transport.ts";

const key = "praxis-0123-1";

function newFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "praxis-outbox-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const into = (folder: string) => mailbox("support", { folder, from: "Help <help@x.example>" });
/** The plug is pulled: nothing after this place happens. */
const pulledAt = (place: string) => ({
  hit(name: string) {
    if (name === place) throw new Error(`pulled at ${place}`);
  },
});

describe("an outbox", () => {
  test("holds each mail as a file that mail programs read, named by its key", async (context) => {
    const folder = join(newFolder(context), "not", "there", "yet");
    assert.equal((await attemptMail(into(folder))).kind, "succeeded");
    assert.deepEqual(readdirSync(folder), [`${key}.eml`]);
    assert.equal(statSync(join(folder, `${key}.eml`)).mode & 0o777, 0o600);
    const mail = await PostalMime.parse(readFileSync(join(folder, `${key}.eml`)));
    assert.equal(mail.subject, sample.subject);
    assert.deepEqual(mail.to, [{ name: "Ada", address: "ada@example.com" }]);
    assert.equal(mail.messageId, "<praxis.run-1.0123-1@x.example>");
  });

  test("is written once by key: the first mail stays as it is", async (context) => {
    const folder = newFolder(context);
    await attemptMail(into(folder));
    const first = readFileSync(join(folder, `${key}.eml`));
    assert.equal((await attemptMail(into(folder), { mail: { text: "another text" } })).kind, "succeeded");
    assert.deepEqual(readFileSync(join(folder, `${key}.eml`)), first);
    await attemptMail(into(folder), { key: "praxis-4567-1" });
    assert.equal(readdirSync(folder).length, 2);
  });

  test("K10: gives somebody who signs in here their mail, and their address to no record; nobody without one gets it", async (context) => {
    const folder = newFolder(context);
    const people = { lea: "lea@home.example" };
    const sent = await attemptMail(into(folder), { to: ["person:lea", "ada@example.com"], people });
    assert.ok(sent.kind === "succeeded", JSON.stringify(sent));
    assert.doesNotMatch(JSON.stringify(sent), /home\.example/);
    assert.match(JSON.stringify(sent), /"person:lea","ada@example\.com"/);
    const mail = await PostalMime.parse(readFileSync(join(folder, `${key}.eml`)));
    assert.deepEqual(
      mail.to?.map(({ address }) => address),
      ["lea@home.example", "ada@example.com"],
    );
    const refused = await attemptMail(into(folder), { to: ["person:otto"], people, key: "praxis-4567-1" });
    assert.ok(refused.kind === "refused" && refused.code === "no_address", JSON.stringify(refused));
    assert.equal(readdirSync(folder).length, 1);
  });

  test("interrupted before the rename shows no mail; the next attempt writes it, and clears up", async (context) => {
    const folder = newFolder(context);
    const result = await attemptMail(into(folder), { failpoints: pulledAt("outbox.written") });
    assert.equal(result.kind, "not performed", JSON.stringify(result));
    assert.equal(existsSync(join(folder, `${key}.eml`)), false);
    assert.equal(readdirSync(folder).length, 1);
    assert.equal((await attemptMail(into(folder))).kind, "succeeded");
    assert.deepEqual(readdirSync(folder), [`${key}.eml`]);
  });

  test("interrupted after the rename has the mail; the next attempt finds it", async (context) => {
    const folder = newFolder(context);
    const result = await attemptMail(into(folder), { failpoints: pulledAt("outbox.renamed") });
    assert.equal(result.kind, "ambiguous", JSON.stringify(result));
    const first = statSync(join(folder, `${key}.eml`)).ino;
    assert.equal((await attemptMail(into(folder))).kind, "succeeded");
    assert.deepEqual(readdirSync(folder), [`${key}.eml`]);
    assert.equal(statSync(join(folder, `${key}.eml`)).ino, first);
  });

  test("E6: is not written after the deadline, also where the disk was slow", async (context) => {
    const folder = newFolder(context);
    const late = await attemptMail(into(folder), { withinMs: 0 });
    assert.equal(late.kind, "not performed");
    assert.equal(existsSync(join(folder, `${key}.eml`)), false);
  });

  test("that cannot be written waits for a person", async (context) => {
    const folder = newFolder(context);
    writeFileSync(join(folder, "file"), "");
    const result = await attemptMail(into(join(folder, "file")));
    assert.ok(result.kind === "not performed" && result.pause, JSON.stringify(result));
    const closed = join(folder, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    // Nothing is closed to the superuser.
    if (process.getuid?.() === 0) return;
    const refused = await attemptMail(into(closed)).finally(() => chmodSync(closed, 0o700));
    assert.ok(refused.kind === "not performed" && refused.pause, JSON.stringify(refused));
  });

  test("K10: gives up the mails of one effect, drafts included, and no other's", async (context) => {
    const folder = newFolder(context);
    const kept = ["praxis-0123-10.eml", "praxis-0123.eml", "praxis-0123-1-notes.eml", "praxis-4567-1.eml"];
    const hers = [`${key}.eml`, `${key}-2.eml`, `.${key}.draft.part`];
    for (const name of [...kept, ...hers]) writeFileSync(join(folder, name), "a mail");
    await eraseFromOutbox(into(folder), "main", key);
    assert.deepEqual(readdirSync(folder).sort(), kept.sort());
    await eraseFromOutbox(into(folder), "main", key);
    await eraseFromOutbox(into(join(folder, "nowhere")), "main", key);
  });

  test("of several accounts is a folder each", async (context) => {
    const folder = newFolder(context);
    await attemptMail(mailbox("support", { folder: join(folder, "{account}"), from: "help@x.example" }));
    assert.deepEqual(readdirSync(folder), ["main"]);
  });
});
