/**
 * A customer who appears everywhere that a person can, with a word in every text about her that is nowhere else. For tests of erasure: what is left of the
 * word is what is left of her.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { mailContract } from "../../act/mail/mail-contract.ts";
import { mailbox } from "../../act/mail/mailbox.ts";
import { policy } from "../../act/policy/policy.ts";
import type { Definition } from "../../assembly/definitions.ts";
import { form } from "../../observe/forms/form.ts";
import { mailFolder } from "../../observe/mail/folder/mail-folder.ts";
import { takeMail } from "../../observe/mail/take-mail.ts";
import { publishReport } from "../../oversee/built-in/publish-report.ts";
import { reference } from "../../oversee/reports/references.ts";
import { process } from "../../plan/process.ts";
import { localToken, runWith, type TestServer, ticketBody, until } from "./open-test-server.ts";

export const mark = "qzmarkerqz";
export const address = `${mark}@example.com`;
export const customerId = `mira_${mark}`;
export const order = `#W-${mark}-1`;

export const inbox = mailFolder("inbox", { folder: "./unused" });

/** @param outbox the folder that mails are written into */
export function worldOf(outbox: string): readonly Definition[] {
  const reply = mailContract("reply", {
    via: mailbox("support", { folder: outbox, from: "help@shop.example" }),
    input: z.object({ to: z.string(), text: z.string() }),
    once: ({ to, text }) => [to, text],
    about: ({ to }) => to,
    describe: ({ to }) => `Answer ${to}`,
    mail: ({ to, text }) => ({ to, subject: "Your letter", text }),
  });
  const asks = policy("always ask", {
    on: reply,
    parameters: z.object({}),
    judge: ({ ask }) => ask("a letter leaves"),
  });
  const letter = z.looseObject({ from: z.object({ address: z.string() }), text: z.string() });
  const answers = process("answer mails", { on: "MailReceived", input: letter }, (run, mail) =>
    run.do(reply, { to: mail.from.address, text: `You wrote: ${mail.text}` }),
  );
  const names = z.object({ run: z.string(), customer: z.string() });
  const report = process("report", { on: "WeekOver", input: names }, (run, { run: id, customer }) => {
    const text = `${reference("run", id)} of ${reference("customer", customer)}`;
    return run.do(publishReport, { name: "weekly", period: "1", title: text, html: text, markdown: text });
  });
  const complaints = form("complaints", {
    title: "Complaints",
    fields: z.object({ nr: z.string(), customer: z.string(), cents: z.coerce.number(), text: z.string() }),
    event: "ComplaintMade",
    id: "nr",
    subject: ({ customer }) => customer,
  });
  return [reply, asks, answers, report, inbox, complaints];
}

export const letterText = `Where is ${order}? Yours, Mira ${mark}`;

export function letter(id: string, from = address, text = letterText): Buffer {
  const attached = Buffer.from(`a receipt of ${from}`).toString("base64");
  return Buffer.from(
    [
      `From: Mira <${from}>`,
      "To: help@shop.example",
      `Subject: about ${order}`,
      `Message-ID: <${id}@example.com>`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      text,
      "--b",
      `Content-Type: text/plain; name="${mark}.txt"`,
      `Content-Disposition: attachment; filename="${mark}.txt"`,
      "Content-Transfer-Encoding: base64",
      "",
      attached,
      "--b--",
      "",
    ].join("\r\n"),
  );
}

export const sendMail = (server: TestServer, raw: Uint8Array, isWhole = true, file = `${mark}.eml`) =>
  takeMail(server.praxis, inbox, { raw, isWhole, from: { file } });

export const ticketOf = (customer: string, cents = 90_000): string =>
  ticketBody({ order, customer, amountCents: cents, text: `Money back, says ${mark}` });

async function post(server: TestServer, path: string, body: unknown) {
  const answer = await server.call("POST", path, body);
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** @returns the customer's id. */
export async function fillWorld(server: TestServer): Promise<string> {
  const mailed = await sendMail(server, letter(`first-${mark}`));
  assert.equal(mailed.status, "accepted");
  const [answering = ""] = mailed.status === "accepted" ? mailed.runs : [];
  await runWith(server, answering, "waiting");
  const ticket = await server.hook("helpdesk", ticketOf(customerId), { id: `msg_${mark}` });
  const refunding = ticket.text("runs.0");
  await runWith(server, refunding, "waiting");
  await answerInBulk(server, [answering, refunding]);
  await waitWithWords(server);
  const customer = await mergeWithWords(server, answering, refunding);
  await fillQuarantine(server);
  const query = `q=${encodeURIComponent(address)}`;
  assert.ok((await server.call("PUT", `/api/saved-views/hers%20${mark}`, { page: "runs", query })).status < 300);
  const week = await server.call("POST", "/api/events", {
    type: "WeekOver",
    id: "w",
    payload: { run: answering, customer },
  });
  await runWith(server, week.text("runs.0"), "done");
  return customer;
}

/** Two gates with one word and one reason; a third is handed on and declined, each with a reason. */
async function answerInBulk(server: TestServer, runs: readonly string[]): Promise<void> {
  const open = (await server.call("GET", "/api/gates?status=open")).list("gates");
  const ids = open.map((gate) => z.object({ id: z.string() }).parse(gate).id);
  assert.equal(ids.length, 2);
  const reason = `Mira ${mark} is right`;
  const answered = await post(server, "/api/gates/answers", { ids, verdict: "approve", reason, expected: 2, id: "1" });
  assert.deepEqual([answered.at("results.0.status"), answered.at("results.1.status")], ["recorded", "recorded"]);
  for (const run of runs) await runWith(server, run, "done");
  await server.hook("helpdesk", ticketBody({ order: `${order}-2`, customer: customerId, amountCents: 80_000 }), {
    id: "msg_2",
  });
  const gate = await until(async () => (await server.call("GET", "/api/gates?status=open")).at("gates.0.id"));
  await post(server, `/api/gates/${String(gate)}/pass-on`, { to: "ben", why: `he knows ${mark}` });
  await post(server, `/api/gates/${String(gate)}/answer`, { verdict: "decline", reason: `${mark} had it back` });
}

/** Runs that wait: one is cancelled with a reason, one is still waiting when she is erased; one is begun by hand. */
async function waitWithWords(server: TestServer): Promise<void> {
  const begin = async (id: string): Promise<string> => {
    const payload = { parcel: `${mark} ${id}` };
    const begun = await post(server, "/api/events", { type: "ReturnAnnounced", id, payload, subject: customerId });
    await runWith(server, begun.text("runs.0"), "waiting");
    return begun.text("runs.0");
  };
  await begin("p1");
  const cancelled = await begin(`p2-${mark}`);
  await post(server, `/api/runs/${cancelled}/cancel`, { why: `${mark} called` });
  await runWith(server, cancelled, "cancelled");
  const byHand = { process: "clumsy", input: { mood: `as ${mark} said` }, subject: customerId, why: `for ${mark}` };
  await runWith(server, (await post(server, "/api/runs", byHand)).text("run"), "set aside");
}

async function mergeWithWords(server: TestServer, one: string, other: string): Promise<string> {
  const [keep, merge] = await Promise.all(
    [one, other].map(async (run) => (await server.call("GET", `/api/runs/${run}`)).text("customer.id")),
  );
  await post(server, "/api/customers/merge", { keep, merge, why: `${mark} told us on the phone` });
  return String(keep);
}

async function fillQuarantine(server: TestServer): Promise<void> {
  // A mail that is too large; webhooks that do not fit or reuse an id, or prove nothing; rows of a file: one that does not fit, one with another's id.
  assert.equal((await sendMail(server, letter("too-large"), false)).status, "quarantined");
  const escaped = JSON.stringify({ about: `to ${address}, "please"` }).replace("@", "\\u0040");
  assert.equal((await server.hook("helpdesk", escaped, { id: "msg_bad" })).status, 422);
  assert.equal((await server.hook("helpdesk", ticketOf(customerId, 1), { id: `msg_${mark}` })).status, 409);
  const forged = { "webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,x" };
  assert.equal((await server.hook("helpdesk", ticketOf(customerId), { headers: forged })).status, 401);
  const csv = `nr,customer,cents,text\n1,${customerId},5,fits ${mark}\n2,${customerId},none,does not fit ${mark}\n1,${customerId},6,another ${mark}\n`;
  const headers = { authorization: `Bearer ${localToken}`, "content-type": "text/csv" };
  const sent = await fetch(`${server.url}/api/sources/complaints/csv`, { method: "POST", headers, body: csv });
  assert.equal(sent.status, 200);
  const list = z.array(z.object({ id: z.string(), code: z.string(), kind: z.string() }));
  const held = list.parse((await server.call("GET", "/api/quarantine?limit=100")).list("quarantined"));
  assert.deepEqual(held.map(({ code }) => code).sort(), [
    "bad_body",
    "bad_row",
    "id_reused",
    "id_reused",
    "stale",
    "too_large",
  ]);
  const of = (code: string): string => held.find((each) => each.code === code)?.id ?? "";
  const row = { nr: "2", customer: customerId, cents: 5, text: `corrected ${mark}` };
  await post(server, `/api/quarantine/${of("bad_row")}/release`, { body: row, why: `${mark} meant five` });
  await post(server, `/api/quarantine/${of("stale")}/dismiss`, { why: `not from ${mark}` });
}

/** The files under a folder that hold the marker: as it is, in other letters, or in base64. */
export function filesWithMark(folder: string): string[] {
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.from(`${" ".repeat(shift)}${mark}`)
      .toString("base64")
      .replace(/=+$/, "")
      .slice(shift === 0 ? 0 : 4, -2),
  );
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return name.includes(mark);
    const text = readFileSync(path).toString("latin1");
    return name.includes(mark) || text.toLowerCase().includes(mark) || inBase64.some((each) => text.includes(each));
  });
}
