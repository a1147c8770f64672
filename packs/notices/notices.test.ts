/** Approvers are told of each gate once, wherever the plug is pulled, and reminded before it expires. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  connection,
  contract,
  type Definition,
  type HttpConnection,
  type MailConnection,
  mailbox,
  policy,
  process,
  secret,
  slackWebhook,
} from "praxis";
import { approve, type Deed, type FakeProviderOptions, fakeProvider, world } from "praxis/testing";
import { z } from "zod";
import { noticesFromEnvironment } from "./from-environment.ts";
import type { Notice } from "./notice.ts";
import { tellAboutGates } from "./tell-about-gates.ts";
import { asHtml, asSlack, messageOf } from "./words.ts";

const publicUrl = "https://praxis.harrow.example/";
const shop = connection("shop", { baseUrl: "https://shop.example.com" });
const refund = contract("refund", {
  tier: "T1",
  via: shop,
  input: z.object({ order: z.string() }),
  output: z.json(),
  intent: { object: (wish) => [wish.order] },
  describe: (wish) => `Refund order ${wish.order}`,
  perform: (wish, call) => call.post("/refunds", wish),
});
const askAlways = policy("ask always", {
  on: refund,
  parameters: z.object({}),
  judge: ({ ask }) => ask("this shop asks about each refund"),
});
const refunds = process("refunds", { on: "Refund", input: z.object({ order: z.string() }) }, (run, wish) =>
  run.do(refund, wish),
);

const outbox = mailbox("notices", { folder: "outbox", from: "Praxis <praxis@harrow.example>" });
const server = mailbox("notices", { url: secret("SMTP_URL"), from: "Praxis <praxis@harrow.example>" });
const slack = slackWebhook("notices.slack", { url: secret("SLACK_URL") });
const to = ["ada@harrow.example", "bob@harrow.example"];

const mailSchema = z.looseObject({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });
const mailsOf = (deeds: readonly Deed[]) => deeds.map(({ body }) => mailSchema.parse(body));

function stage(
  definitions: readonly Definition[],
  box: MailConnection = outbox,
  faults: FakeProviderOptions<undefined> = {},
) {
  const post = fakeProvider({ "POST /mails": () => ({}) }, { idempotencyKeys: box.kind === "outbox", ...faults });
  const office = world(refunds, askAlways, ...definitions)
    .withConnection(shop, { "POST /refunds": () => ({}) })
    .withConnection(box, post);
  return { office, mails: () => mailsOf(office.connection(box).done) };
}

const notices = (box: MailConnection = outbox) => tellAboutGates({ mailbox: box, to, publicUrl });

describe("a gate that opens", () => {
  test("is told to each approver by mail, with why it asks and a link that decides nothing", async () => {
    const { office, mails } = stage(notices());
    await office.when((play) => play.event(refunds, { order: "o-1" }));
    assert.deepEqual(
      mails()
        .map((mail) => mail.to)
        .sort(),
      to,
    );
    const [mail] = mails();
    const [gate] = office.gates();
    assert.equal(mail?.subject, "Your yes or no: Refund order o-1");
    assert.match(mail?.text ?? "", /Why it asks: this shop asks about each refund/);
    assert.match(mail?.text ?? "", /After a yes: refund is carried out/);
    assert.ok(mail?.text.includes(`https://praxis.harrow.example/gates/${gate?.id}`));
    const links = [...`${mail?.text}${mail?.html}`.matchAll(/https?:[^\s"<]*/g)].map(([link]) => link);
    assert.deepEqual([...new Set(links)], [`https://praxis.harrow.example/gates/${gate?.id}`]);
  });

  test("is told with one full stop where a reason is a sentence itself", async () => {
    const inSentences = policy("in sentences", {
      on: refund,
      parameters: z.object({}),
      judge: ({ ask }) => ask("No rule takes this."),
    });
    const { office, mails } = stage([inSentences, ...notices()]);
    await office.when((play) => play.event(refunds, { order: "o-1" }));
    assert.match(mails()[0]?.text ?? "", /Why it asks: this shop asks about each refund; no rule takes this\.\n/i);
  });

  test("is told once to each, also where the power is cut right after, and where answers of the outbox get lost", async () => {
    const { office, mails } = stage(notices(), outbox, { timeOutAfterSuccess: 0.5, resetBefore: 0.2 });
    for (let each = 0; each < 8; each++)
      await office.when((play) =>
        play
          .event(refunds, { order: `o-${each}` })
          .powerCut()
          .advance("10 minutes"),
      );
    const told = mails().map((mail) => `${mail.to}: ${mail.subject}`);
    assert.equal(told.length, 16);
    assert.equal(new Set(told).size, 16);
  });

  test("asks a person where the mail server's answer got lost, and tells nobody of that question by mail", async () => {
    const { office, mails } = stage(notices(server), server, { timeOutAfterSuccess: "next" });
    await office.when((play) => play.event(refunds, { order: "o-1" }));
    assert.equal(mails().length, 2);
    assert.equal(office.gates().filter((gate) => gate.kind === "unknown").length, 1);
  });

  test("is told in Slack, with what others wrote made harmless", async () => {
    const { office } = stage(tellAboutGates({ slack, publicUrl }));
    const hooked = office.withConnection(slack, { "POST /": () => "ok" });
    await hooked.when((play) => play.event(refunds, { order: "<!channel> & co" }));
    const [deed, ...others] = hooked.connection(slack).done;
    assert.equal(others.length, 0);
    const { text } = z.object({ text: z.string() }).parse(deed?.body);
    assert.match(text, /Refund order &lt;!channel&gt; &amp; co/);
    assert.match(text, /<https:\/\/praxis\.harrow\.example\/gates\/[^|]+\|Look at it and answer>/);
  });
});

describe("a reminder", () => {
  test("comes a day before the gate expires, once", async () => {
    const { office, mails } = stage(notices());
    await office.given((play) => play.event(refunds, { order: "o-1" }));
    await office.when((play) => play.advance("5 days"));
    assert.equal(mails().length, 2);
    await office.when((play) => play.advance("25 hours"));
    assert.deepEqual(
      mails()
        .map((mail) => mail.subject)
        .slice(2),
      Array(2).fill("Still waiting: Refund order o-1"),
    );
    await office.when((play) => play.advance("10 days"));
    assert.equal(mails().length, 4);
  });

  test("does not come where the gate was answered, or its run cancelled", async () => {
    for (const end of ["answer", "cancel"] as const) {
      const { office, mails } = stage(notices());
      await office.given((play) => play.event(refunds, { order: "o-1" }));
      await office.when((play) => (end === "answer" ? play.answer(/Refund/, approve()) : play.cancel(refunds)));
      await office.when((play) => play.advance("10 days"));
      assert.equal(mails().length, 2, end);
    }
  });
});

describe("a gate that is handed on", () => {
  const handOn = (definitions: readonly Definition[]) => {
    const found = definitions.find((each) => each.kind === "process" && each.on === "GatePassedOn");
    assert.ok(found?.kind === "process");
    return found;
  };
  const passed = {
    gate: "g-1",
    kind: "approval",
    title: "Refund order o-1",
    reasons: ["it is a large one"],
    afterYes: "it is carried out",
    afterNo: "it is not",
    expiresAt: null,
    to: "lea",
    by: "ada",
    why: "above my <limit>",
    people: ["lea"],
    number: 2,
  };

  test("is told to whom it is handed at their own address, with who said what, and to nobody else; again when it is handed on again", async () => {
    const told = notices();
    const { office, mails } = stage(told);
    await office.when((play) => play.event(handOn(told), passed).event(handOn(told), { ...passed, number: 3 }));
    assert.deepEqual(
      mails().map((mail) => [mail.to, mail.subject]),
      Array(2).fill(["lea@people.example", "ada hands you a question: Refund order o-1"]),
    );
    assert.match(mails()[0]?.text ?? "", /ada handed it to lea: above my <limit>/);
    assert.match(mails()[0]?.html ?? "", /above my &#60;limit&#62;/);
    assert.match(mails()[0]?.text ?? "", /https:\/\/praxis\.harrow\.example\/gates\/g-1/);
  });

  test("is told in Slack also where no mail reaches them", async () => {
    const told = tellAboutGates({ slack, publicUrl });
    const { office } = stage(told);
    const hooked = office.withConnection(slack, { "POST /": () => "ok" });
    await hooked.when((play) => play.event(handOn(told), { ...passed, to: "admin", people: [] }));
    const { text } = z.object({ text: z.string() }).parse(hooked.connection(slack).done[0]?.body);
    assert.match(text, /ada handed it to admin: above my &lt;limit&gt;/);
  });
});

describe("many gates within a minute", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ order: `o-${index}` }));

  test("are told one by one up to a few, and the others together at the end of the minute", async () => {
    const { office, mails } = stage(
      tellAboutGates({ mailbox: outbox, to: ["ada@harrow.example"], publicUrl, bundleAbove: 3 }),
    );
    await office.when((play) => many(12).reduce((next, wish) => next.event(refunds, wish), play));
    assert.equal(mails().length, 3);
    await office.when((play) => play.advance("2 minutes"));
    assert.deepEqual(
      mails()
        .map((mail) => mail.subject)
        .slice(3),
      ["Several more questions wait for you"],
    );
    assert.match(mails().at(-1)?.text ?? "", /https:\/\/praxis\.harrow\.example\/$/);
    assert.equal(office.gates().length, 12, "no conflict was asked about");
  });

  test("are reminded of together, too", async () => {
    const { office, mails } = stage(
      tellAboutGates({ mailbox: outbox, to: ["ada@harrow.example"], publicUrl, bundleAbove: 1 }),
    );
    await office.when((play) =>
      many(6)
        .reduce((next, wish) => next.event(refunds, wish), play)
        .advance("2 minutes"),
    );
    const before = mails().length;
    await office.when((play) => play.advance("6 days").advance("2 hours"));
    assert.deepEqual(
      mails()
        .map((mail) => mail.subject)
        .slice(before)
        .sort(),
      ["Several questions will expire soon", "Still waiting: Refund order o-0"],
    );
  });
});

describe("what is said", () => {
  test("is text, whatever is in it", () => {
    const notice: Notice = {
      about: "one",
      gate: "g/1?x=<",
      kind: "approval",
      title: `<img src=x onerror="alert(1)">\r\nBcc: eve@example.com`,
      reasons: ["<b>"],
      afterYes: "a",
      afterNo: "b",
      expiresAt: null,
      isReminder: false,
    };
    const message = messageOf(notice, publicUrl);
    assert.doesNotMatch(asHtml(message), /<img|<b>/);
    assert.match(message.link, /\/gates\/g%2F1%3Fx%3D%3C$/);
    assert.doesNotMatch(asSlack(message), /<img/);
  });
});

describe("the environment", () => {
  const place = { dataFolder: "/data", url: () => "http://127.0.0.1:1", byDefault: false };
  const viaOf = (environment: Record<string, string>, byDefault = false) =>
    noticesFromEnvironment({ ...place, byDefault, environment }).flatMap((each) =>
      each.kind === "contract" && each.via ? [each.via] : [],
    );
  const named = (vias: readonly (HttpConnection | MailConnection)[]) => vias.map(({ kind }) => kind);

  test("tells nobody where nobody is named, but a newcomer through the outbox", () => {
    assert.deepEqual(viaOf({}), []);
    assert.deepEqual(named(viaOf({}, true)), ["outbox"]);
    const server = noticesFromEnvironment({
      ...place,
      byDefault: true,
      environment: { PRAXIS_SMTP_URL: "smtp://mail.example" },
    });
    const begins = server.flatMap((each) => (each.kind === "process" ? [each.on] : []));
    assert.deepEqual(begins, ["GatePassedOn"], "no real server gets a made-up address");
  });

  test("tells whom it names, by the ways that it names", () => {
    const both = { PRAXIS_NOTIFY: "ada@harrow.example, bob@harrow.example", PRAXIS_SMTP_URL: "smtp://mail.example" };
    assert.deepEqual(named(viaOf(both)), ["smtp"]);
    assert.deepEqual(named(viaOf({ ...both, PRAXIS_SLACK_WEBHOOK: "https://hooks.example/x" })), ["smtp", "http"]);
    assert.deepEqual(named(viaOf({ PRAXIS_SLACK_WEBHOOK: "https://hooks.example/x" }, true)), ["http"]);
    assert.deepEqual(named(viaOf({ PRAXIS_NOTIFY: "ada@harrow.example" })), ["outbox"]);
  });
});
