/** Mails dropped into a folder, and a schedule, through the product itself, with the server killed while it takes them. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { z } from "zod";
import { Place, type Started, until } from "./testing/praxis-process.ts";

const verifiedShape = z.object({ ok: z.boolean(), problems: z.array(z.string()) });
const sourcesShape = z.object({
  sources: z.array(
    z.looseObject({
      name: z.string(),
      state: z.object({ lastAt: z.int().nullable(), lastError: z.string().nullable() }),
    }),
  ),
});

const processes = `
import { mailFolder, mailSchema, process, schedule } from "praxis";
import { z } from "zod";
export const inbox = mailFolder("inbox", { folder: "./inbox" });
export const ticks = schedule("ticks", { cron: "* * * * * *", event: "Ticked" });
export const reads = process("reads", { on: "MailReceived", input: mailSchema }, async (run, mail) => mail.text);
export const counts = process("counts", { on: "Ticked", input: z.looseObject({ due: z.string() }) }, async (run, { due }) => due);
`;

let place: Place;
beforeEach(() => {
  place = new Place();
  place.write("processes.ts", processes);
  mkdirSync(join(place.folder, "inbox"));
});
afterEach(() => place.close());

/** With an attachment of 300 KB, so that taking one in takes a moment. */
function mail(number: number): string {
  const photo = Buffer.alloc(300_000, number).toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  return [
    "From: Mia <mia@example.com>",
    `Message-ID: <${number}@example.com>`,
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    `mail ${number}`,
    "--b",
    "Content-Type: image/png; name=photo.png",
    "Content-Transfer-Encoding: base64",
    "",
    photo,
    "--b--",
  ].join("\r\n");
}

function drop(number: number): void {
  const hidden = join(place.folder, "inbox", `.${number}.part`);
  writeFileSync(hidden, mail(number));
  renameSync(hidden, join(place.folder, "inbox", `${String(number).padStart(3, "0")}.eml`));
}

function rowsOf(statement: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(place.data, "log.db"), { readOnly: true, timeout: 5_000 });
  try {
    return database
      .prepare(statement)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

const taken = (): number => rowsOf("SELECT id FROM runs WHERE process = 'reads'").length;
const waiting = (): number => readdirSync(join(place.folder, "inbox")).filter((name) => name.endsWith(".eml")).length;

async function sourcesOf(server: Started, token: string): Promise<z.infer<typeof sourcesShape>> {
  const response = await fetch(`${server.url}/api/sources`, { headers: { authorization: `Bearer ${token}` } });
  return sourcesShape.parse(await response.json());
}

test("40 mails are 40 runs, and no second is told twice, with the server killed again and again", {
  timeout: 120_000,
}, async () => {
  const server = () => place.start(["processes.ts", "--no-supervisor"], { PRAXIS_TAKE_OVER_AFTER_MS: "500" });
  let one = await server();
  for (let number = 0; number < 40; number++) {
    drop(number);
    if (number % 10 !== 9) continue;
    const before = taken();
    await until("some are taken", async () => (taken() > before ? true : undefined));
    one.child.kill("SIGKILL");
    await one.ended;
    one = await server();
  }
  await until("all are taken and moved", async () => (waiting() === 0 ? true : undefined), 60_000);
  assert.equal(taken(), 40);
  assert.equal(readdirSync(join(place.folder, "inbox", "taken")).length, 40);
  const [ticks] = rowsOf(
    "SELECT count(*) AS runs, (SELECT count(*) FROM deliveries) AS deliveries FROM runs WHERE process = 'counts'",
  );
  assert.ok(Number(ticks?.runs) > 3);
  assert.equal(Number(ticks?.deliveries), Number(ticks?.runs) + 40);
  const issued = await place.json(z.object({ token: z.string() }), "token", "issue", "reader", "read");
  const { sources } = await sourcesOf(one, issued.token);
  assert.deepEqual(
    sources.map(({ name, state }) => [name, state.lastError, state.lastAt !== null]),
    [
      ["inbox", null, true],
      ["ticks", null, true],
    ],
  );
  one.child.kill("SIGTERM");
  assert.equal((await one.ended).code, 0);
  assert.deepEqual((await place.json(verifiedShape, "verify")).problems, []);
});

test("doctor says which mailbox cannot be read, since when, why and what to do; and no more once it can", {
  timeout: 60_000,
}, async () => {
  const inbox = join(place.folder, "inbox");
  place.write(
    "mailboxes.ts",
    `import { imapMailbox, mailFolder, secret } from "praxis";
export const inbox = mailFolder("inbox", { folder: "./inbox" });
export const support = imapMailbox("support", { host: "127.0.0.1", port: 9, secure: false, user: "us", password: secret("MAIL_PASSWORD") });`,
  );
  renameSync(inbox, `${inbox}.away`);
  const server = await place.start(["mailboxes.ts"], { MAIL_PASSWORD: "hidden" });
  const said = await until("both are found out", async () => {
    const { code, out } = await place.run("doctor");
    return code === 1 && /"inbox"/.test(out) && /"support"/.test(out) ? out : undefined;
  });
  const since = String.raw`since \d{4}-\d\d-\d\d [\d:]{8}; nothing came from it so far`;
  assert.match(
    said,
    new RegExp(`! mail from "inbox" is not taken in: there is no folder .*inbox, ${since}\n +Make it`),
  );
  assert.match(
    said,
    new RegExp(`! mail from "support" is not taken in: .*ECONNREFUSED.*, ${since}\n +See whether 127`),
  );
  renameSync(`${inbox}.away`, inbox);
  await until("the folder is read again", async () => {
    const { out } = await place.run("doctor");
    return /"inbox"/.test(out) ? undefined : out;
  });
  server.child.kill("SIGTERM");
  await server.ended;
  assert.match((await place.run("doctor")).out, /- no server runs, so no mail is taken in from "inbox", "support"/);
});
