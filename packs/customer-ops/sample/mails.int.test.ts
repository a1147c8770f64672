/**
 * All letters of the sample through a real server: intake from the folder, rules and people, the shop, and letters in the outbox. What is not in the list
 * must not happen.
 *
 * Letters of one customer come in their order; those of different customers come together, in waves.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime from "postal-mime";
import { formatMoney } from "praxis";
import { z } from "zod";
import { type Gate, PraxisClient } from "../client/praxis-client.ts";
import { startChild } from "../retail/child-process.ts";
import { putInto } from "./deliver-mails.ts";
import { type SampleMail, type Saying, sampleMails } from "./mails.ts";

const folder = join(import.meta.dirname, "mails");
const headerOf = (file: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.+?)\r?$`, "m").exec(readFileSync(join(folder, file), "utf8"))?.[1];
const messageIds = new Map(sampleMails.map((each) => [headerOf(each.file, "Message-ID"), each]));

/** A customer's letters, and what others write into their threads. */
function laneOf({ file, from }: SampleMail): string {
  const earlier = messageIds.get(headerOf(file, "In-Reply-To"));
  return from ?? earlier?.from ?? file;
}

function waves(): SampleMail[][] {
  const lanes = [...Map.groupBy(sampleMails, laneOf).values()];
  return Array.from({ length: Math.max(...lanes.map((lane) => lane.length)) }, (_, number) =>
    lanes.flatMap((lane) => lane[number] ?? []),
  );
}

const shopOrders = z.record(z.string(), z.looseObject({}));
const changesSchema = z.object({ orders: shopOrders, user_addresses: z.record(z.string(), z.unknown()).default({}) });
const statusSchema = z.object({ status: z.string() });
const transactionsSchema = z.object({
  transactions: z.array(
    z.object({ kind: z.string(), amountCents: z.int(), paymentMethodId: z.string(), orderId: z.string() }),
  ),
});

/** What a wave changed at the shop: payments, orders whose state is another one, addresses. */
class ShopWatch {
  readonly #url: string;
  #payments = 0;
  readonly #seen = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async news(): Promise<string[]> {
    const { transactions } = transactionsSchema.parse(await this.#get("/payments/transactions"));
    const payments = transactions
      .slice(this.#payments)
      .filter(({ kind }) => kind === "capture" || kind === "refund")
      .map((each) => `${each.kind} ${formatMoney(each.amountCents, null)} ${each.paymentMethodId} ${each.orderId}`);
    this.#payments = transactions.length;
    const { orders, user_addresses: moved } = changesSchema.parse(await this.#get("/changes"));
    const changed: string[] = [];
    for (const [id, { new_transactions: _, ...state }] of Object.entries(orders)) {
      if (!this.#isNew(id, JSON.stringify(state))) continue;
      const { status } = statusSchema.parse(await this.#get(`/orders/${encodeURIComponent(id)}`));
      changed.push(`${id} ${status}`);
    }
    const people = Object.entries(moved).flatMap(([id, to]) =>
      this.#isNew(id, JSON.stringify(to)) ? [`${id} moved`] : [],
    );
    return [...payments, ...changed, ...people];
  }

  #isNew(id: string, state: string): boolean {
    const before = this.#seen.get(id);
    this.#seen.set(id, state);
    return before !== state;
  }

  async #get(path: string): Promise<unknown> {
    return (await fetch(`${this.#url}/w/main${path}`)).json();
  }
}

const letter = z.object({ id: z.string() });
const asksOf = z.object({ mail: letter, since: z.array(letter).default([]) });

/** Says what the list has the person say, and notes who was asked about. */
class OnDuty {
  readonly asked = new Set<string>();
  readonly #client: PraxisClient;
  readonly #said = new Map<string, number>();

  constructor(client: PraxisClient) {
    this.#client = client;
  }

  async next(gate: Gate): Promise<Saying> {
    const mail = await this.#mailOf(gate);
    this.asked.add(mail.file);
    const number = this.#said.get(mail.file) ?? 0;
    this.#said.set(mail.file, number + 1);
    const saying = mail.says[number];
    assert.ok(saying, `${mail.file}: nobody expected to be asked "${gate.title}" (${gate.reasons.join("; ")})`);
    return saying;
  }

  /** A question carries the letter; what a policy asks about belongs to the letter that its run began with. */
  async #mailOf(gate: Gate): Promise<SampleMail> {
    const asks = asksOf.safeParse(gate.proposal);
    const { id } = asks.success
      ? (asks.data.since.at(-1) ?? asks.data.mail)
      : letter.parse((await this.#client.resultOf(gate.run ?? "")).input);
    const mail = messageIds.get(id);
    assert.ok(mail, `whose gate is this? ${gate.title}`);
    return mail;
  }

  expectsUnsaid(mails: readonly SampleMail[]): void {
    for (const { file, says } of mails)
      assert.equal(this.#said.get(file) ?? 0, says.length, `${file}: asked less often`);
  }
}

const serverFile = z.object({ url: z.string(), token: z.string() });

test("each letter ends as its entry says, and nothing else happens", { timeout: 240_000 }, async (context) => {
  const home = await mkdtemp(join(tmpdir(), "praxis-mails-"));
  const data = join(home, "data");
  const server = startChild("src/main.ts", ["start", "--no-supervisor", "--json", "--port", "0", "--data", data], {
    logFile: join(home, "server.log"),
    environment: { PRAXIS_ANCHORS: join(home, "anchors"), PRAXIS_SAMPLE_MAILS: "off" },
  });
  context.after(async () => {
    await server.end("SIGTERM");
    await rm(home, { recursive: true, force: true });
  });
  await server.firstLine((line) => (line.startsWith("{") ? line : undefined));
  const client = new PraxisClient(() => serverFile.parse(JSON.parse(readFileSync(join(data, "server.json"), "utf8"))));
  const noted = z
    .object({ SHOP_URL: z.string() })
    .parse(JSON.parse(await readFile(join(data, "customer-ops.json"), "utf8")));
  const shop = new ShopWatch(noted.SHOP_URL);
  const onDuty = new OnDuty(client);
  const sent = new Set<string>();
  const inbox = join(data, "mail", "inbox");

  const newLetters = async (): Promise<string[]> => {
    const outbox = join(data, "outbox");
    const names = existsSync(outbox)
      ? readdirSync(outbox).filter((name) => name.endsWith(".eml") && !sent.has(name))
      : [];
    const texts: string[] = [];
    for (const name of names) {
      sent.add(name);
      const { to, text = "" } = await PostalMime.parse(await readFile(join(outbox, name)));
      // The shop's own people are told of questions by mail as well; that is not this pack's doing.
      if (!to?.some(({ address }) => address === "approver@localhost")) texts.push(text);
    }
    return texts;
  };

  const comeToRest = async (): Promise<void> => {
    for (let calm = 0; calm < 8; calm += 1) {
      await sleep(60);
      const gates = (await client.openGates()).filter(({ account }) => account === "main");
      for (const gate of gates) await client.answer(gate.id, await onDuty.next(gate));
      const underWay = [
        ...(await client.runs("moving")),
        ...(await client.effects("status=intended")),
        ...(await client.effects("status=attempting")),
      ];
      if (gates.length > 0 || underWay.length > 0 || readdirSync(inbox).some((name) => name.endsWith(".eml")))
        calm = -1;
    }
  };

  for (const wave of waves()) {
    for (const { file } of wave) putInto(inbox, file);
    await comeToRest();
    const names = wave.map(({ file }) => file).join(", ");
    assert.deepEqual((await shop.news()).toSorted(), wave.flatMap(({ deeds }) => deeds).toSorted(), names);
    const letters = await newLetters();
    const expected = wave.flatMap((each) => each.letters.map((part) => ({ part, file: each.file })));
    for (const { part, file } of expected) {
      const at = letters.findIndex((text) => text.replace(/\s+/g, " ").includes(part));
      assert.ok(at >= 0, `${file}: no letter says "${part}"; there were:\n${letters.join("\n---\n")}`);
      letters.splice(at, 1);
    }
    assert.deepEqual(letters, [], `letters that nobody expected, after ${names}`);
  }

  onDuty.expectsUnsaid(sampleMails);
  const asked = sampleMails.filter(({ says }) => says.length > 0).map(({ file }) => file);
  assert.deepEqual([...onDuty.asked].toSorted(), asked.toSorted());
  assert.deepEqual(
    (await client.runs("set aside")).map(({ detail }) => detail),
    [],
  );
  const runs = (await client.runs("done")).filter(({ process }) => process === "answer mail");
  const waiting = (await client.runs("waiting")).filter(({ process }) => process === "answer mail");
  const starting = sampleMails.filter(({ ends }) => ends !== "joins" && ends !== "duplicate");
  assert.equal(runs.length + waiting.length, starting.length);
  const counted = Map.groupBy(sampleMails, ({ ends }) => ends);
  assert.deepEqual(Object.fromEntries([...counted].map(([ends, each]) => [ends, each.length])), {
    alone: 29,
    duplicate: 1,
    customer: 2,
    joins: 3,
    person: 25,
    kept: 3,
  });
});
