/** What reads as a mail, and that none of it becomes a header of its own. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { jsonSchemaOf, parse } from "../../kernel/schema.ts";
import { parseAddress } from "./address.ts";
import { composeMail } from "./compose-mail.ts";
import { type Letter, mailSchema } from "./mail.ts";
import { mailContract, mailTier } from "./mail-contract.ts";
import { mailbox } from "./mailbox.ts";

const letter: Letter = { to: "ada@example.com", subject: "Hello", text: "Hello" };
const reads = (more: Partial<Letter>): boolean => parse(mailSchema, { ...letter, ...more }).ok;

const compose = async (more: Partial<Letter>): Promise<string> => {
  const parsed = parse(mailSchema, { ...letter, ...more });
  assert.ok(parsed.ok);
  const { attachments: _, ...mail } = parsed.value;
  const options = { attachments: [], from: "Help <help@x.example>", thread: "t", unique: "u", date: new Date(0) };
  return (await composeMail({ mail, ...options }).bytes()).toString("latin1");
};

const headersOf = (raw: string): string[] => {
  const lines = raw.slice(0, raw.indexOf("\r\n\r\n")).split("\r\n");
  return lines.filter((line) => !/^\s/.test(line)).map((line) => line.split(":")[0]?.toLowerCase() ?? "");
};

describe("a mail", () => {
  test("has addresses of one person each", () => {
    for (const good of [
      "ada@example.com",
      "Ada Lovelace <ada@example.com>",
      '"Lovelace, Ada" <ada@example.com>',
      "ü@münchen.example",
    ])
      assert.ok(parseAddress(good), good);
    for (const bad of [
      "",
      "ada",
      "ada@",
      "@example.com",
      "ada@example.com, eve@example.com",
      "ada@example.com\r\nBcc: eve@example.com",
      "Ada\nBcc: eve@example.com <ada@example.com>",
      "Ada <ada@example.com> <eve@example.com>",
      "<ada@example.com",
      "a da@example.com",
      ".ada@example.com",
      "ada@example..com",
      "ada@example.com>",
      "ada@exam\u0000ple.com",
      "group: ada@example.com;",
    ])
      assert.equal(parseAddress(bad), null, JSON.stringify(bad));
    assert.deepEqual(parseAddress('"Lovelace, Ada" <ada@example.com>'), {
      name: "Lovelace, Ada",
      address: "ada@example.com",
    });
  });

  test("takes no Message-ID, thread or media type with a line break or a space in it", () => {
    assert.ok(reads({ inReplyTo: "<a.b@c>", references: ["<a@b>"], thread: "run-1" }));
    assert.ok(!reads({ inReplyTo: "<a@b>\r\nBcc: eve@example.com" }));
    assert.ok(!reads({ references: ["<a@b> <c@d>"] }));
    assert.ok(!reads({ thread: "a thread" }));
    assert.ok(!reads({ attachments: [{ name: "a", type: "text/plain\r\nx: y", base64: "" }] }));
    assert.ok(!reads({ to: [] }));
  });

  test("never gets a header out of what is said in it", async () => {
    const headers = headersOf(await compose({}));
    const nasty = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\r\nBcc: eve@example.com",
        "\nBcc: eve@x",
        "\rBcc: eve@x",
        "x\u2028Bcc: e",
        "=?utf-8?Q?=0D=0ABcc:?=",
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (subject, name) => {
        const to = `${name.replace(/[<>"\p{C}]/gu, "")} <ada@example.com>`;
        const raw = await compose({
          subject: `s${subject}`.slice(0, 400),
          to: to.slice(0, 300).includes("<ada@") ? to : "ada@example.com",
        });
        assert.deepEqual(headersOf(raw), headers, raw);
      }),
      { numRuns: 200 },
    );
  });

  test("says what a subject would hide in a line break as a space", async () => {
    assert.match(
      await compose({ subject: "Hello\r\nBcc: eve@example.com" }),
      /^Subject: Hello Bcc: eve@example\.com\r$/m,
    );
  });

  test("has a shape that people can see and fill in", () => {
    assert.match(JSON.stringify(jsonSchemaOf(mailSchema)), /"subject":\{"type":"string"/);
  });
});

describe("a mailbox", () => {
  const from = "help@x.example";

  test("makes a contract T1 where it is a folder, and T3 where it is a server", () => {
    const outbox = mailbox("support", { folder: "/tmp/outbox", from });
    const server = mailbox("support", { url: "smtp://mail.example", from });
    assert.equal(mailTier(outbox), "T1");
    assert.equal(mailTier(server), "T3");
    assert.equal(mailTier(mailbox("support", { url: "file:///tmp/outbox", from })), "T1");
    const send = (via: typeof outbox) =>
      mailContract("send", { via, input: mailSchema, once: () => ["it"], mail: (wish) => wish });
    assert.equal(send(outbox).tier, "T1");
    assert.equal(send(server).tier, "T3");
    const bound = send(server).bind({ to: "ada@example.com", subject: "Hello" });
    assert.ok(bound.ok && bound.value.description === "Mail to ada@example.com: Hello");
  });

  test("is refused where it leads nowhere, to two places, or shows its password", () => {
    for (const options of [
      { from },
      { from, url: "smtp://a", folder: "b" },
      { from, url: "https://a" },
      { from, url: "smtp://user:password@host" },
      { from: "nobody", folder: "b" },
    ])
      assert.throws(() => mailbox("support", options), { code: "bad_connection" });
  });
});
