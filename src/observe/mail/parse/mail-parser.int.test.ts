/** Mails are read in bounded time and memory, whoever wrote them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { hostileMails } from "../testing/hostile-mails.ts";
import { MailParser } from "./mail-parser.ts";
import { longestText } from "./read-mail.ts";

const samples = join(import.meta.dirname, "../../../../../shared/data/mail");
const parser = new MailParser();
after(() => parser.stop());

const mailOf = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join("\r\n"));

describe("mails from outside", {
  skip: existsSync(samples) ? false : "the folder shared/data/mail is not here",
}, () => {
  const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith(".eml")) : [];
  for (const name of files) {
    test(`${name} is read`, async () => {
      const read = await parser.parse(readFileSync(join(samples, name)), null);
      assert.ok(read.ok, JSON.stringify(read));
      assert.ok(read.mail.text.length <= longestText + 100);
    });
  }

  test("the delivery status and the list's mail count as automatic, a person's does not", async () => {
    const isAutomatic = async (name: string): Promise<unknown> => {
      const read = await parser.parse(readFileSync(join(samples, name)), null);
      return read.ok && read.mail.automatic;
    };
    assert.deepEqual(await Promise.all(["delivery-status.eml", "large_text.eml", "nodemailer.eml"].map(isAutomatic)), [
      true,
      true,
      false,
    ]);
  });
});

test("a mail that names several senders is vouched for by nobody", async () => {
  const verdict = async (...from: string[]): Promise<unknown> => {
    const results = "Authentication-Results: mx.example.com; dmarc=pass";
    const read = await parser.parse(mailOf(results, ...from, "Subject: x", "", "Hello"), "mx.example.com");
    return read.ok && read.mail.authenticated;
  };
  assert.equal(await verdict('From: "Hart, Mia" <mia@shop.example>'), "pass");
  assert.equal(await verdict("From: mia@shop.example, eve@eve.example"), "fail");
  assert.equal(await verdict("From: mia@shop.example", "From: eve@eve.example"), "fail");
  assert.equal(await verdict("From: us: mia@shop.example, eve@eve.example;"), "fail");
});

test("what is no mail at all is not taken for the text of one", async () => {
  let seed = 7;
  const noise = Uint8Array.from({ length: 300_000 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 24;
  });
  const bare = mailOf("Dear shop,", "", "please cancel my order.");
  for (const raw of [noise, bare, mailOf("X-Note: a: b", "From:", "", "hello"), mailOf("", "hello")]) {
    const read = await parser.parse(raw, null);
    assert.equal(read.ok ? "read" : read.code, "unreadable");
    assert.match(read.ok ? "" : read.message, /^it is no mail: it says neither who sent it nor when/);
  }
  for (const header of ["From: a@b.c", "Date: Mon, 12 Mar 2026 14:03:00 +0000", "subject: hi"])
    assert.equal((await parser.parse(mailOf(header, "", "hello"), null)).ok, true, header);
});

describe("mails that were made to do harm", () => {
  for (const [what, make] of Object.entries(hostileMails)) {
    test(`${what}: an answer comes, and it is small`, { timeout: 60_000 }, async () => {
      const raw = make();
      const read = await parser.parse(raw, null);
      if (!read.ok) return assert.match(read.code, /^(?:unreadable|too_slow|too_complex)$/);
      const { attachments, ...rest } = read.mail;
      assert.ok(JSON.stringify(rest).length < 2_000_000);
      assert.ok(attachments.length <= 200);
      const bytes = attachments.reduce((sum, { content }) => sum + content.length, 0);
      assert.ok(bytes <= raw.length, "nothing comes out that is larger than what went in");
    });
  }

  test("what takes too long, or too much memory, is given up, and the next mail is read as ever", async () => {
    const slow = new MailParser({ withinMs: 1 });
    const large = hostileMails["a line of 24 MB"]?.() ?? new Uint8Array();
    const many = hostileMails["200,000 lines that begin like a quote"]?.() ?? new Uint8Array();
    const narrow = new MailParser({ heapMb: 16 });
    const [late, full] = await Promise.all([slow.parse(large, null), narrow.parse(many, null)]);
    assert.equal(late.ok ? "read" : late.code, "too_slow");
    assert.equal(full.ok ? "read" : full.code, "too_complex");
    const next = await narrow.parse(mailOf("From: a@b.c", "", "hello"), null);
    assert.equal(next.ok && next.mail.text, "hello");
    slow.stop();
    narrow.stop();
  });

  test("a parser that is stopped gives up what is under way, without a word against the mail", async () => {
    const ending = new MailParser();
    const parsed = ending.parse(hostileMails["a line of 24 MB"]?.() ?? new Uint8Array(), null);
    ending.stop();
    await assert.rejects(parsed, { code: "parser_unavailable", disposition: "retry" });
    await assert.rejects(ending.parse(mailOf("", "x"), null), { code: "parser_unavailable" });
  });
});

describe("what a mail says", () => {
  test("headers, text and attachments", async () => {
    const read = await parser.parse(
      mailOf(
        "From: =?utf-8?Q?M=C3=BCller=2C_Mia?= <Mia@Example.COM>",
        "To: Shop <help@shop.example>, team: a@b.c, d@e.f;",
        "Reply-To: mia.private@example.com",
        "Subject: =?utf-8?B?V28gaXN0IG1laW4gUGFrZXQ/?=",
        "Message-ID: <1@example.com>",
        "In-Reply-To: <0@shop.example>",
        "References: <-1@shop.example> <0@shop.example> <0@shop.example>",
        "Date: Mon, 02 Mar 2026 10:00:00 +0100",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Gr=FC=DFe",
        "",
        "> earlier",
        "--b",
        'Content-Type: image/png; name="..\\..\\photo.png"',
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment",
        "",
        "aGVsbG8=",
        "--b--",
      ),
      null,
    );
    assert.ok(read.ok);
    const { attachments, digest, ...mail } = read.mail;
    assert.deepEqual(mail, {
      messageId: "<1@example.com>",
      from: { name: "Müller, Mia", address: "mia@example.com" },
      to: [
        { name: "Shop", address: "help@shop.example" },
        { name: "", address: "a@b.c" },
        { name: "", address: "d@e.f" },
      ],
      cc: [],
      replyTo: { name: "", address: "mia.private@example.com" },
      subject: "Wo ist mein Paket?",
      text: "Grüße",
      quoted: "> earlier",
      date: "2026-03-02T09:00:00.000Z",
      inReplyTo: "<0@shop.example>",
      references: ["<-1@shop.example>", "<0@shop.example>"],
      automatic: false,
      authenticated: "none",
    });
    assert.deepEqual(
      attachments.map(({ name, type, content }) => [name, type, Buffer.from(content).toString()]),
      [["photo.png", "image/png", "hello"]],
    );
    assert.match(digest, /^[0-9a-f]{64}$/);
  });

  test("the text of a mail that has only HTML", async () => {
    const read = await parser.parse(
      mailOf("Content-Type: text/html", "", "<p>Hello</p><blockquote>before</blockquote>"),
      null,
    );
    assert.deepEqual(read.ok && [read.mail.text, read.mail.quoted], ["Hello", "> before"]);
  });

  test("the digest does not see what servers add on the way, and sees what the sender wrote", async () => {
    const digestOf = async (...lines: string[]): Promise<string> => {
      const read = await parser.parse(mailOf(...lines), null);
      return read.ok ? read.mail.digest : "";
    };
    const own = ["From: a@b.c", "Message-ID: <1@b.c>", "", "hello"];
    const one = await digestOf("Received: by mx1", ...own);
    assert.equal(await digestOf("Delivered-To: x", "Received: by mx2", ...own), one);
    assert.notEqual(await digestOf(...own, "more"), one);
    assert.notEqual(await digestOf("From: eve@b.c", ...own.slice(1)), one);
  });
});
