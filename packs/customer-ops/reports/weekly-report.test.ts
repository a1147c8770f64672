/** The reports as processes: once for a week or a day, however often the clock comes by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mail, type Scene, scene } from "../processes/testing/scene.ts";
import { newTicket, returnedGoods } from "../sources.ts";

const cancelled = mail("m-1", "emily.hart", "Please cancel my order #W7106001.");

const mailed = ({ mailbox }: Scene) =>
  mailbox.done
    .map((deed): { to: string; subject: string; text: string; html: string } => JSON.parse(JSON.stringify(deed.body)))
    .filter(({ to }) => to.startsWith("owner@"));

test("a week's report is published and mailed once, and holds what happened in it", async () => {
  const stage = scene();
  const ended = { due: "2026-01-05T12:00:00.000Z" };
  await stage.praxis.when((play) =>
    play
      .event("MailReceived", cancelled, { about: cancelled.thread })
      .advance("5 days")
      .event("WeekEnded", ended, { id: "once" })
      .event("WeekEnded", ended, { id: "twice" })
      .powerCut(),
  );
  const [first, second] = stage.praxis.runs("weekly report").map(({ value }) => JSON.parse(JSON.stringify(value)));
  assert.deepEqual([first.period, first.isNew, second.isNew], ["2026-W01", true, false]);
  const [report, ...others] = mailed(stage);
  assert.equal(others.length, 0);
  assert.equal(report?.subject, "Harrow & Finch: week 1, 29 December 2025 to 4 January 2026");
  assert.match(report?.text ?? "", /\$149\.90 in 1 refund/);
  assert.match(report?.text ?? "", /100 % of 1 letter or ticket/);
  assert.match(report?.html ?? "", /<svg/);
});

test("what a wrong clock had reported too early is reported anew when the week is over, and mailed as corrected", async () => {
  const stage = scene();
  const due = "2026-01-05T12:00:00.000Z";
  await stage.praxis.when((play) =>
    play
      .event("WeekEnded", { due }, { id: "early" })
      .event("MailReceived", cancelled, { about: cancelled.thread })
      .advance("5 days")
      .event("WeekEnded", { due, again: 2 }, { id: "in time" })
      .event("WeekEnded", { due, again: 2 }, { id: "in time, twice" })
      .event("WeekEnded", { due }, { id: "as before" }),
  );
  const ends = stage.praxis.runs("weekly report").map(({ value }) => JSON.parse(JSON.stringify(value)));
  assert.deepEqual(
    ends.map(({ isNew }) => isNew),
    [true, true, false, false],
  );
  assert.equal(new Set(ends.map(({ report }) => report)).size, 1);
  const [early, corrected, ...others] = mailed(stage);
  assert.equal(others.length, 0);
  assert.match(early?.text ?? "", /No letter and no ticket came in/);
  assert.equal(corrected?.subject, "Harrow & Finch: week 1, 29 December 2025 to 4 January 2026 (corrected)");
  assert.match(corrected?.text ?? "", /\$149\.90 in 1 refund/);
});

test("a digest comes while a process is new, and then no more", async () => {
  const stage = scene();
  const day = (date: string) => ({ due: `${date}T12:00:00.000Z` });
  await stage.praxis.when((play) =>
    play
      .event("MailReceived", cancelled, { about: cancelled.thread })
      .advance("1 days")
      .event("DayEnded", day("2026-01-01"))
      .event("DayEnded", day("2026-01-02"))
      .advance("20 days")
      .event("MailReceived", { ...cancelled, id: "<m-2>", thread: "t-2", text: "Thank you!" }, { about: "t-2" })
      .advance("1 days")
      .event("DayEnded", day("2026-01-22")),
  );
  const [digest, ...others] = mailed(stage);
  assert.equal(others.length, 0);
  assert.match(
    digest?.text ?? "",
    /How did “answer mail” do\?\s+-+\s+one begun, without a person; no question asked, none open;/,
  );
});

test("what is entered in the console is a ticket, or a parcel", async () => {
  const stage = scene();
  const said = newTicket.read({ customer: "emily.hart@example.com", text: "I'd like to return the moss kettle." });
  const counted = returnedGoods.read({
    orderId: "#W7106002",
    customer: "emily_hart",
    itemIds: "4110000002 4180000001",
  });
  assert.ok(said.ok && counted.ok);
  await stage.praxis.when((play) =>
    play
      .event(said.value.type, said.value.payload)
      .event(counted.value.type, counted.value.payload)
      .event(counted.value.type, counted.value.payload, { id: "entered again" }),
  );
  assert.equal(stage.shop.doneAt("POST /payments/refunds").length, 1);
  const letters = stage.mailbox.done.map(({ body }) => JSON.stringify(body));
  assert.equal(letters.length, 1);
  assert.match(letters[0] ?? "", /We have received Stoneware Kettle from your order #W7106002 back.*\$71\.00/);
});
