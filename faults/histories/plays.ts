/**
 * What is played at a server that is recorded, and how it goes on at one that takes the history up: everybody answers, what is waited for comes, until nothing is open.
 *
 * The oracle is outside of the servers: what the other side has done, each thing once.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PraxisClient } from "../../packs/customer-ops/client/praxis-client.ts";
import { sampleDay } from "../../packs/customer-ops/sample/day.ts";
import { playDay } from "../../packs/customer-ops/sample/play-day.ts";
import type { Api } from "../../src/cli/client/api.ts";
import { apiOf } from "../../src/cli/testing/fixed-work.ts";
import { type Place, until } from "../../src/cli/testing/praxis-process.ts";
import type { Json } from "../../src/kernel/json.ts";
import { anyJson } from "../../src/kernel/schema.ts";
import { Bank, bankSchema, reasons, waitingFile } from "./bank.ts";

export interface Play {
  readonly name: string;
  /** What `praxis start` is given, and what it needs from outside. Call before `start`. */
  open(place: Place, outside: Json): Promise<Opened>;
}

export interface Opened {
  readonly paths: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Plays what is recorded, and leaves runs that wait. */
  record(url: string): Promise<void>;
  /** Lets them go on to their end. */
  goOn(url: string): Promise<void>;
  /** Call when all is over: each thing was done once. */
  check(url: string): Promise<void>;
  outside(): Json;
  close(): void;
}

const served = "wanted.ts";

/** As little as is needed: servers of other versions answer, too. */
const receiptShape = z.looseObject({ status: z.string() });
const runsShape = z.looseObject({
  runs: z.array(
    z.looseObject({
      id: z.string(),
      status: z.string(),
      detail: z.string().nullable(),
      waits: z.array(z.looseObject({ kind: z.string() })),
    }),
  ),
});
const gatesShape = z.looseObject({
  gates: z.array(z.looseObject({ id: z.string(), kind: z.string(), proposal: anyJson })),
});

export const waiting: Play = {
  name: "waiting",
  async open(place, outside) {
    const bank = new Bank(bankSchema.safeParse(outside).data?.done ?? []);
    const url = await bank.open();
    place.write(served, waitingFile);
    return {
      paths: [served],
      environment: { BANK_URL: url },
      async record(at) {
        const api = apiOf(place, at);
        for (const reason of reasons) {
          const event = { type: "Wanted", payload: { charge: reason, until: reason }, subject: `buyer of ${reason}` };
          await api.post(receiptShape, "/api/events", { id: reason, ...event });
        }
        await allRest(api);
      },
      async goOn(at) {
        const api = apiOf(place, at);
        for (const about of ["event", "child"])
          await api.post(receiptShape, "/api/events", {
            id: `parcel/${about}`,
            type: "ParcelArrived",
            payload: {},
            about,
          });
        await letGo(api, (kind, proposal) => answerOf(bank, kind, proposal));
      },
      async check() {
        const done = bank.done.map(({ path, charge }) => `${path} ${charge}`).sort();
        const wanted = reasons.flatMap((reason) => [`/refunds ${reason}/before`, `/refunds ${reason}/after`]);
        wanted.push("/refunds approval", "/payouts unknown", "/transfers many");
        assert.deepEqual(done, wanted.sort());
      },
      outside: () => ({ done: bank.done }),
      close: () => bank.close(),
    };
  },
};

function answerOf({ done }: Bank, kind: string, proposal: Json): Json {
  if (kind === "question") return { verdict: "answer", value: 7 };
  if (kind !== "unknown") return { verdict: "approve", value: null };
  const { charge } = z.looseObject({ charge: z.string() }).parse(proposal);
  const made = done.find((each) => each.path === "/payouts" && each.charge === charge);
  return { verdict: "answer", value: made ? { happened: true, output: { id: made.id } } : { happened: false } };
}

const noted = z.object({ SHOP_URL: z.string(), TICKETS_SECRET: z.string(), GOODS_SECRET: z.string() });
const letters = join(import.meta.dirname, "..", "..", "packs", "customer-ops", "sample", "mails", "plain");
/** A part of the sample's day: as much as shows each kind of thing once, so that what is kept of it stays small. */
const played = new Set(["t-01", "t-03", "t-04", "t-08", "g-01", "t-13"]);
/** They are asked about, and stay open. */
const leftOpen = [
  { id: "t-90", customer: "priya_raman", text: "Cancel order #W7005001 because no longer needed." },
  { id: "t-91", customer: "gareth_pugh", text: "I would rather not have the bench after all, if that is all right?" },
];
const transactionsSchema = z.object({
  transactions: z.array(
    z.object({ kind: z.string(), reference: z.string().nullable(), orderId: z.string(), amountCents: z.int() }),
  ),
});

export const customerOps: Play = {
  name: "customer-ops",
  async open(place) {
    const ours = () => noted.parse(JSON.parse(readFileSync(join(place.data, "customer-ops.json"), "utf8")));
    const token = () => readFileSync(join(place.data, "local.token"), "utf8");
    return {
      paths: [],
      environment: { PRAXIS_SAMPLE_MAILS: "off", PRAXIS_ZONE: "UTC" },
      async record(url) {
        const day = sampleDay.filter(({ id }) => played.has(id));
        await playDay({ url, token: token(), environment: ours(), print: () => undefined }, day);
        const client = new PraxisClient(() => ({ url, token: token() }));
        for (const ticket of leftOpen) await client.sendWebhook("tickets", ours().TICKETS_SECRET, ticket.id, ticket);
        // One that is decided by rules, and one whose writer is asked, so that its run waits for a letter.
        letterArrives(place, "01-cancel.eml");
        letterArrives(place, "05-cancel-without-number.eml");
        const api = apiOf(place, url);
        await until("the letters are read", async () => {
          const { runs } = await api.get(runsShape, "/api/runs", { limit: "200" });
          return runs.some(({ waits }) => waits.some(({ kind }) => kind === "event")) ? true : undefined;
        });
        await allRest(api);
      },
      async goOn(url) {
        letterArrives(place, "07-it-is-this-one.eml");
        await letGo(apiOf(place, url), (kind, proposal) =>
          kind === "question"
            ? { verdict: "answer", value: isPromised(proposal) ? { reply: "" } : [] }
            : { verdict: "approve", value: null },
        );
      },
      async check() {
        const response = await fetch(`${ours().SHOP_URL}/w/main/payments/transactions`);
        const { transactions } = transactionsSchema.parse(await response.json());
        const paid = transactions.flatMap(({ kind, reference }) =>
          reference === null ? [] : [`${kind} ${reference}`],
        );
        assert.deepEqual(paid.toSorted(), [...new Set(paid)].toSorted(), "nothing is paid twice");
        const back = transactions.filter(({ kind, orderId }) => kind === "refund" && orderId === "#W7005001");
        assert.deepEqual(
          back.map(({ amountCents }) => amountCents),
          [490_000],
        );
      },
      outside: () => null,
      close: () => undefined,
    };
  },
};

export const plays: readonly Play[] = [waiting, customerOps];

function letterArrives({ data }: Place, file: string): void {
  const inbox = join(data, "mail", "inbox");
  mkdirSync(inbox, { recursive: true });
  copyFileSync(join(letters, file), join(inbox, `.${file}.part`));
  renameSync(join(inbox, `.${file}.part`), join(inbox, file));
}

/** Of a ticket whose answer was empty a colleague is asked to write, as the customer was told. */
function isPromised(proposal: Json): boolean {
  return z.object({ told: z.string() }).safeParse(proposal).success;
}

const stillFor = 20;

/** Nothing moves any more. */
async function allRest(api: Api): Promise<void> {
  let still = 0;
  await until("all runs rest", async () => {
    const { runs } = await api.get(runsShape, "/api/runs", { limit: "200" });
    still = runs.every(({ status }) => status !== "moving") ? still + 1 : 0;
    return still >= stillFor ? true : undefined;
  });
}

/** Answers whatever is asked until every run is over. */
async function letGo(api: Api, answerTo: (kind: string, proposal: Json) => Json): Promise<void> {
  await until(
    "every run is over",
    async () => {
      const { gates } = await api.get(gatesShape, "/api/gates", { status: "open", limit: "200" });
      for (const { id, kind, proposal } of gates)
        await api.post(receiptShape, `/api/gates/${id}/answer`, answerTo(kind, proposal));
      const { runs } = await api.get(runsShape, "/api/runs", { limit: "200" });
      for (const { id, status, detail } of runs)
        if (status === "set aside") assert.fail(`run ${id} was set aside: ${detail}`);
      return runs.every(({ status }) => status === "done") ? true : undefined;
    },
    60_000,
  );
}
