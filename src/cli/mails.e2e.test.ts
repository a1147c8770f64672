/** A process that mails, with the server killed in between; and approvers who are told that something waits for them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { gatesShape, receiptShape, runDetailShape } from "./client/shapes.ts";
import { announcements, Place, type Started, until } from "./testing/praxis-process.ts";

/** As a user would write it: one mail for each ticket, from a server or into a folder. */
const repliesFile = `
import { mailbox, mailContract, process as define, secret } from "praxis";
import { z } from "zod";

const { OUTBOX } = process.env;
const support = mailbox("support", {
  ...(OUTBOX === undefined ? { url: secret("SMTP_URL") } : { folder: OUTBOX }),
  from: "Support <support@shop.example>",
  timeout: "2 seconds",
  settle: "100 ms",
});
const ticket = z.object({ id: z.string(), from: z.string() });
const reply = mailContract("replies.send", {
  via: support,
  input: ticket,
  once: ({ id }) => [id],
  mail: ({ id, from }) => ({ to: from, subject: "Ticket " + id, text: "It is done.", thread: id }),
});
export const replies = define("replies", { on: "TicketReceived", input: ticket }, (run, wish) => run.do(reply, wish));
export const risky = define("risky", { on: "RiskyTicket", input: ticket }, (run, wish) => run.do(careful, wish));
const careful = mailContract("replies.careful", {
  via: support,
  input: ticket,
  once: ({ id }) => [id],
  mail: ({ id, from }) => ({ to: from, subject: "Risky " + id, text: "It is done." }),
  risk: () => "high",
});
`;

const ticket = '{"id":"t-1","from":"ada@example.com"}';
let place: Place;
let post: SMTPServer;
let mails: Email[];
let url: string;
/** Called when a mail is in the server's hands, before it says so. */
let taken: () => void;

beforeEach(async () => {
  mails = [];
  taken = () => undefined;
  post = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        mails.push(await PostalMime.parse(Buffer.concat(chunks)));
        taken();
        done();
      });
    },
  });
  post.on("error", () => undefined);
  const listener = post.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => listener.once("listening", resolve));
  const address = listener.address();
  url = `smtp://localhost:${typeof address === "object" && address ? address.port : 0}`;
  place = new Place({ SMTP_URL: url });
  place.write("replies.ts", repliesFile);
});

afterEach(async () => {
  place.close();
  await new Promise<void>((resolve) => post.close(resolve));
});

async function send(type: string): Promise<string> {
  const { runs } = await place.json(receiptShape, "send", type, ticket);
  return runs[0] ?? "";
}

const ends = (run: string): Promise<true> =>
  until(`run ${run} is done`, async () =>
    (await place.json(runDetailShape, "show", run)).status === "done" ? true : undefined,
  );

const gateOf = (title: RegExp): Promise<string> =>
  until(`a gate ${title}`, async () => {
    const { gates } = await place.json(gatesShape, "gates");
    return gates.find((gate) => title.test(gate.title))?.id;
  });

const again = (server: Started): Promise<unknown> =>
  until("it listens again", async () => announcements(server.output()).at(1));

const kill = (server: Started): void => {
  const [first] = announcements(server.output());
  assert.ok(first);
  process.kill(first.pid, "SIGKILL");
};

describe("a mail through a server (T3)", () => {
  test("whose Praxis is killed when it was handed over is asked about, and sent once", async () => {
    const server = await place.start(["replies.ts"]);
    taken = () => kill(server);
    const run = await send("TicketReceived");
    await again(server);
    const gate = await gateOf(/Did this happen\? Mail to ada@example.com: Ticket t-1/);
    assert.equal((await place.run("answer", gate, '{"happened":true,"output":{}}')).code, 0);
    await ends(run);
    assert.deepEqual(
      mails.map((mail) => mail.subject),
      ["Ticket t-1"],
    );
    assert.match(mails[0]?.messageId ?? "", /^<praxis\.t-1\.[0-9a-f]{32}-1@shop\.example>$/);
  });

  test("whose Praxis is killed before it was handed over is asked about, and sent after a no", async () => {
    const server = await place.start(["replies.ts"], { PRAXIS_FAILPOINTS: "effect.attempting.after=kill@1" });
    const run = await send("TicketReceived");
    await again(server);
    const gate = await gateOf(/Did this happen\?/);
    assert.equal(mails.length, 0);
    assert.equal((await place.run("answer", gate, '{"happened":false}')).code, 0);
    await ends(run);
    assert.equal(mails.length, 1);
  });
});

describe("a mail into an outbox (T1)", () => {
  for (const point of ["outbox.written", "outbox.renamed"]) {
    test(`is one file, and nobody is asked, where Praxis is killed at ${point}`, async () => {
      const outbox = join(place.folder, "outbox");
      const server = await place.start(["replies.ts"], { OUTBOX: outbox, PRAXIS_FAILPOINTS: `${point}=kill@1` });
      const run = await send("TicketReceived");
      await again(server);
      await ends(run);
      const [file = "", ...others] = readdirSync(outbox);
      assert.deepEqual(others, []);
      assert.equal((await PostalMime.parse(readFileSync(join(outbox, file)))).subject, "Ticket t-1");
    });
  }
});

describe("approvers", () => {
  test("are told by mail of what waits for them, once, though the server is killed as the gate opens", async () => {
    const told = {
      PRAXIS_NOTIFY: "ada@shop.example, bob@shop.example",
      PRAXIS_PUBLIC_URL: "https://praxis.shop.example",
    };
    const server = await place.start(["replies.ts"], { ...told, PRAXIS_FAILPOINTS: "GateOpened.appended=kill@1" });
    // The kill takes the answer with it; the sender sends again, with the same id.
    await place.run("send", "RiskyTicket", ticket, "--id", "risky-1");
    await again(server);
    await place.run("send", "RiskyTicket", ticket, "--id", "risky-1");
    const gate = await gateOf(/Risky t-1/);
    const outbox = join(place.data, "outbox");
    const files = await until("two mails are written", async () => {
      const names = existsSync(outbox) ? readdirSync(outbox).filter((name) => name.endsWith(".eml")) : [];
      return names.length >= 2 ? names : undefined;
    });
    const notices = await Promise.all(files.map((name) => PostalMime.parse(readFileSync(join(outbox, name)))));
    assert.deepEqual(notices.map((mail) => mail.to?.[0]?.address).sort(), ["ada@shop.example", "bob@shop.example"]);
    assert.match(notices[0]?.text ?? "", new RegExp(`https://praxis\\.shop\\.example/gates/${gate}`));
    assert.equal(mails.length, 0);
  });

  test("whom a question is handed to are told at their own address, which is in no event", async () => {
    await place.start(["replies.ts"], { PRAXIS_SMTP_URL: url });
    assert.equal(
      (await place.run("people", "add", "maria", "--role", "approver", "--mail", "maria@home.example")).code,
      0,
    );
    await send("RiskyTicket");
    const gate = await gateOf(/Risky t-1/);
    const unknown = await place.run("pass-on", gate, "mariah", "--why", "she knows them");
    assert.notEqual(unknown.code, 0);
    assert.match(unknown.err, /maria \(approver\)/);
    assert.match((await place.run("pass-on", gate, "maria", "--why", "she knows them")).out, /^Passed on to maria\.$/m);
    await until("the notice is there", async () => mails.at(0));
    assert.deepEqual(mails[0]?.to?.[0]?.address, "maria@home.example");
    assert.match(mails[0]?.text ?? "", new RegExp(`handed it to maria: she knows them[^]*/gates/${gate}`));
    const effects = await place.run("--json", "effects");
    assert.match(effects.out, /person:maria/);
    assert.doesNotMatch(effects.out, /home\.example/);
  });

  test("are told through the server that the environment names; its password is in no event and no list", async () => {
    const [, port] = /:(\d+)$/.exec(url) ?? [];
    const secretUrl = `smtp://localhost:${port}/?note=hidden-word-42`;
    await place.start(["replies.ts"], { PRAXIS_NOTIFY: "ada@shop.example", PRAXIS_SMTP_URL: secretUrl });
    await send("RiskyTicket");
    await until("the notice is there", async () => mails.at(0));
    assert.match(mails[0]?.text ?? "", /http:\/\/127\.0\.0\.1:\d+\/gates\//);
    const shown = [await place.run("--json", "config"), await place.run("--json", "effects")];
    assert.doesNotMatch(shown.map(({ out, err }) => out + err).join(), /hidden-word-42/);
  });

  test("whose address for links is none are not told to guess: the server does not start", async () => {
    const wrong = new Place({ PRAXIS_NOTIFY: "ada@shop.example", PRAXIS_PUBLIC_URL: "praxis.shop.example" });
    wrong.write("replies.ts", repliesFile);
    const { code, err } = await wrong.run("start", "replies.ts", "--port", "0").finally(() => wrong.close());
    assert.equal(code, 78);
    assert.match(err, /PRAXIS_PUBLIC_URL/);
  });
});
