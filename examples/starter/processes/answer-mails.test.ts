/** `npm test`: a simulated world, without a server, a mailbox or waiting. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { approve, decline, world } from "praxis/testing";
import { answer, answerMails, lookFirst, office } from "./answer-mails.ts";

const ada = { id: "<1@example.com>", from: { address: "ada@example.com" }, subject: "Hello", automatic: false };
const hours = { ...ada, text: "When are you open?" };
const invoice = { ...ada, text: "The invoice is wrong." };

const newOffice = () => world(answerMails, lookFirst).withConnection(office, { "POST /mails": () => ({}) });

test("a mail gets one answer, also where it comes twice and the power fails after every step", async () => {
  const here = newOffice();
  await here.crashingAfterEveryEvent((play) => play.event(answerMails, hours).event(answerMails, hours));
  here.expect.connection(office).did("POST /mails", 1);
  assert.match(here.effects(answer)[0]?.wish.text ?? "", /9:00 to 17:00/);
});

test("a mail about money is answered after a person has said yes", async () => {
  const here = newOffice();
  await here.given((play) => play.event(answerMails, invoice));
  here.expect.run(answerMails).isWaitingFor(/Answer ada@example.com/);
  here.expect.connection(office).did("POST /mails", 0);
  await here.when((play) => play.answer(/Answer ada@example.com/, approve()));
  here.expect.run(answerMails).isDone("answered");
});

test("a person may say no", async () => {
  const here = newOffice().person(() => decline("I call her myself"));
  await here.when((play) => play.event(answerMails, invoice));
  here.expect.run(answerMails).isDone("not answered: declined");
  here.expect.connection(office).did("POST /mails", 0);
});

test("a program's mail is not answered", async () => {
  const here = newOffice();
  await here.when((play) => play.event(answerMails, { ...hours, automatic: true }));
  here.expect.connection(office).did("POST /mails", 0);
});
