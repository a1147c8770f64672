/** What becomes of a mail, told apart to the byte: before the final dot it was not sent, after it nobody knows until the server says (E6). */
import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { mailbox } from "../../mail/mailbox.ts";
import { secret } from "../../secret.ts";
import { attemptMail, sample } from "../testing/attempt-mail.ts";
import { certificate, certificateKey } from "./testing/localhost-certificate.ts";
import { scriptedServer } from "./testing/scripted-server.ts";

const from = "Harrow & Finch <help@harrow.example>";
const password = "p@ss/word!";
/** More than two sockets' buffers hold. */
const large = Buffer.alloc(24 * 1024 * 1024, "a line of text that has to travel\n");

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

interface Taken {
  readonly raw: Buffer;
  readonly isSecure: boolean;
  readonly user: unknown;
}

async function realServer(
  context: TestContext,
  options: SMTPServerOptions = {},
): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    key: certificateKey,
    cert: certificate,
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error(`no, not ${auth.password}`)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push({ raw: Buffer.concat(chunks), isSecure: session.secure, user: session.user });
        done(null, "kept");
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => listener.once("listening", resolve));
  context.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const address = listener.address();
  assert.ok(typeof address === "object" && address);
  return { port: address.port, taken };
}

describe("a mail over SMTP", () => {
  test("arrives whole, with a Message-ID of its thread and key, and its attachments", async (context) => {
    const { port, taken } = await realServer(context);
    const result = await attemptMail(mailbox("support", { url: `smtp://localhost:${port}`, from }), {
      mail: {
        thread: "ticket-7",
        inReplyTo: "<question@example.com>",
        html: "<p>On its way</p>",
        attachments: [
          { name: "label.txt", type: "text/plain", base64: Buffer.from("a label").toString("base64") },
          { name: "photo.jpg", blob: "blob-1" },
        ],
      },
      blobs: { "blob-1": Buffer.from("a photo") },
    });
    assert.equal(result.kind, "succeeded", JSON.stringify(result));
    const mail = await PostalMime.parse(taken[0]?.raw ?? "");
    assert.equal(mail.messageId, "<praxis.ticket-7.0123-1@harrow.example>");
    assert.equal(mail.inReplyTo, "<question@example.com>");
    assert.equal(mail.references, "<question@example.com>");
    assert.equal(mail.text?.trim(), sample.text);
    assert.deepEqual(mail.from, { name: "Harrow & Finch", address: "help@harrow.example" });
    assert.deepEqual(
      mail.attachments.map((each) => [each.filename, Buffer.from(each.content as ArrayBuffer).toString()]),
      [
        ["label.txt", "a label"],
        ["photo.jpg", "a photo"],
      ],
    );
    assert.equal(mail.headers.find(({ key }) => key === "auto-submitted")?.value, "auto-replied");
  });

  test("is encrypted where the server offers it, and refused by us where its certificate is not known", async (context) => {
    const { port, taken } = await realServer(context, { disabledCommands: [] });
    const trusting = mailbox("support", { url: `smtp://localhost:${port}`, from, ca: certificate });
    assert.equal((await attemptMail(trusting)).kind, "succeeded");
    assert.equal(taken[0]?.isSecure, true);
    const doubting = await attemptMail(mailbox("support", { url: `smtp://localhost:${port}`, from }));
    assert.ok(doubting.kind === "not performed" && doubting.pause, JSON.stringify(doubting));
    assert.match(doubting.why, /certificate/);
    assert.equal(taken.length, 1);
  });

  test("is not sent in the clear where encryption is required", async (context) => {
    const { port, taken } = await realServer(context);
    const result = await attemptMail(mailbox("support", { url: `smtp://localhost:${port}`, from, tls: "required" }));
    assert.equal(result.kind, "not performed", JSON.stringify(result));
    assert.equal(taken.length, 0);
  });

  test("is encrypted from the first byte with smtps", async (context) => {
    const { port, taken } = await realServer(context, { secure: true });
    const via = mailbox("support", { url: `smtps://localhost:${port}`, from, ca: certificate });
    assert.equal((await attemptMail(via)).kind, "succeeded");
    assert.equal(taken[0]?.isSecure, true);
  });

  test("signs in with the secret's user and password; a wrong one pauses, and is in no message", async (context) => {
    const { port, taken } = await realServer(context);
    const via = mailbox("support", { url: secret("SMTP_URL"), from });
    const urlWith = (word: string): string => `smtp://help:${encodeURIComponent(word)}@localhost:${port}`;
    const right = await attemptMail(via, { secrets: { SMTP_URL: urlWith(password) } });
    assert.equal(right.kind, "succeeded", JSON.stringify(right));
    assert.equal(taken[0]?.user, "help");
    const wrong = await attemptMail(via, { secrets: { SMTP_URL: urlWith("not-the-password") } });
    assert.ok(wrong.kind === "not performed" && wrong.pause, JSON.stringify(wrong));
    assert.doesNotMatch(JSON.stringify(wrong), /not-the-password/);
    assert.match(wrong.why, /credentials/);
  });

  test("without its secret, or with one that is no address, waits for somebody to set it", async () => {
    const via = mailbox("support", { url: secret("SMTP_URL"), from });
    for (const secrets of [{}, { SMTP_URL: "mail.example.com" }, { SMTP_URL: "file:///tmp/outbox" }]) {
      const result = await attemptMail(via, { secrets });
      assert.ok(result.kind === "not performed" && result.pause, JSON.stringify(result));
    }
  });
});

describe("a mail that the server does not take", () => {
  for (const [what, script] of [
    ["is closing down", { end: "421 closing down" }],
    ["wants patience with the recipient", { recipient: "451 greylisted, come back later" }],
    ["has no room", { end: "452 no room" }],
  ] as const) {
    test(`for the server ${what}, was not performed and is tried later`, async (context) => {
      const server = await scriptedServer(context, script);
      const result = await attemptMail(mailbox("support", { url: server.url, from }));
      assert.ok(result.kind === "not performed" && !result.pause, JSON.stringify(result));
    });
  }

  for (const [what, script] of [
    ["recipient", { recipient: "550 no such user here" }],
    ["sender", { mail: "550 no such user here" }],
    ["content", { end: "550 no such user here" }],
  ] as const) {
    test(`for its ${what}, is refused with the server's words`, async (context) => {
      const server = await scriptedServer(context, script);
      const result = await attemptMail(mailbox("support", { url: server.url, from }));
      assert.ok(result.kind === "refused", JSON.stringify(result));
      assert.match(result.reason, /no such user here/);
    });
  }

  test("for it wants us to sign in, pauses", async (context) => {
    const server = await scriptedServer(context, { mail: "530 sign in first" });
    const result = await attemptMail(mailbox("support", { url: server.url, from }));
    assert.ok(result.kind === "not performed" && result.pause, JSON.stringify(result));
  });

  test("for it takes no mail from us at all, pauses: that says nothing of this mail", async (context) => {
    const server = await scriptedServer(context, { greeting: "554 not from your network" });
    const result = await attemptMail(mailbox("support", { url: server.url, from }));
    assert.ok(result.kind === "not performed" && result.pause, JSON.stringify(result));
  });

  test("for nobody listens, was not sent", async (context) => {
    const server = await scriptedServer(context);
    const gone = server.url;
    const result = await attemptMail(mailbox("support", { url: gone.replace(/\d+$/, "1"), from }));
    assert.ok(result.kind === "not performed" && !result.pause, JSON.stringify(result));
  });
});

describe("a server that dies or dawdles", () => {
  test("before the final dot was not given the mail", async (context) => {
    const server = await scriptedServer(context, { data: "deaf" });
    const attempt = attemptMail(mailbox("support", { url: server.url, from }), {
      mail: { attachments: [{ name: "large.txt", blob: "large" }] },
      blobs: { large },
    });
    await until(() => server.commands.includes("DATA"));
    for (const socket of server.sockets) socket.resetAndDestroy();
    const result = await attempt;
    assert.equal(result.kind, "not performed", JSON.stringify(result));
  });

  test("after the final dot leaves it unknown", async (context) => {
    const server = await scriptedServer(context, { end: "dies" });
    const result = await attemptMail(mailbox("support", { url: server.url, from }));
    assert.equal(result.kind, "ambiguous", JSON.stringify(result));
    assert.ok(server.hasWholeMail);
  });

  test("E6: beyond the deadline, before the final dot, is never given the end of it", async (context) => {
    const server = await scriptedServer(context, { data: "deaf" });
    const result = await attemptMail(mailbox("support", { url: server.url, from }), {
      withinMs: 400,
      mail: { attachments: [{ name: "large.txt", blob: "large" }] },
      blobs: { large },
    });
    assert.equal(result.kind, "not performed", JSON.stringify(result));
    const closed = [...server.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of server.sockets) socket.resume();
    await Promise.all(closed);
    assert.ok(!server.hasWholeMail, "what it had read ends before the dot");
  });

  test("beyond the deadline, after the final dot, leaves it unknown", async (context) => {
    const server = await scriptedServer(context, { end: "silence" });
    const result = await attemptMail(mailbox("support", { url: server.url, from }), { withinMs: 400 });
    assert.equal(result.kind, "ambiguous", JSON.stringify(result));
  });

  test("E6: an attempt whose time is up when it connects sends nothing", async (context) => {
    const server = await scriptedServer(context);
    const result = await attemptMail(mailbox("support", { url: server.url, from }), { withinMs: 0 });
    assert.equal(result.kind, "not performed", JSON.stringify(result));
    assert.ok(!server.hasWholeMail);
  });
});
