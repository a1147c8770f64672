/**
 * Fills a log with a year of a busy shop, by appending the events that it would have recorded: finished runs, refunds, runs that wait for goods,
 * open gates, runs set aside, and one run with a very long history. Nothing is executed.
 */
import { effectStream } from "../src/act/effects/effect-events.ts";
import { Ledger } from "../src/act/effects/ledger.ts";
import { runStartedEvent, runStream, withRunOutline } from "../src/engine/run-events.ts";
import type { NewEvent } from "../src/kernel/event.ts";
import { noFailpoints } from "../src/kernel/failpoints.ts";
import { derivedId } from "../src/kernel/ids.ts";
import type { Json } from "../src/kernel/json.ts";
import type { EventLog, Transaction } from "../src/log/event-log.ts";
import { text } from "../src/log/rows.ts";
import { gateEvent, gateOpenedEvent, gateStream } from "../src/oversee/gates/gates-table.ts";

export interface Sizes {
  readonly runs: number;
  readonly openGates: number;
  /** Events of the run with the long history. */
  readonly longRun: number;
}

export interface Filled {
  readonly longRun: string;
  readonly gateRun: string;
  readonly refundRun: string;
}

/** Moves the time that events are recorded at. */
export type SetTime = (at: number) => void;

const yearMs = 365 * 86_400_000;
const hourMs = 3_600_000;
const batch = 250;
const processes = ["answer tickets", "refund returns", "weekly report", "tidy addresses"];
const customers = 5_000;

export async function fillFolder(log: EventLog, sizes: Sizes, until: number, setTime: SetTime): Promise<Filled> {
  const shop = new Shop(log, setTime);
  const filled = { longRun: "", gateRun: "", refundRun: "" };
  const begun = until - yearMs;
  for (let from = 0; from < sizes.runs; from += batch) {
    const written = log.write((transaction) => {
      for (let index = from; index < Math.min(from + batch, sizes.runs); index++) {
        const at = begun + Math.floor((index / sizes.runs) * (yearMs - hourMs));
        // The open gates are spread over the last tenth of the year.
        const isRecent = index >= sizes.runs * 0.9;
        const every = Math.max(1, Math.floor((sizes.runs * 0.1) / sizes.openGates));
        const run = shop.begin(transaction, index, at);
        if (isRecent && index % every === 0) {
          shop.ask(transaction, run, index, at + 2_000);
          filled.gateRun = run;
        } else if (isRecent && index % 23 === 1) shop.waitForGoods(transaction, run, at + 1_000);
        else if (index % 401 === 7) shop.setAside(transaction, run, at + 1_000);
        else {
          if (index % 50 === 3) shop.askAndAnswer(transaction, run, index, at + 500);
          if (index % 3 === 0) filled.refundRun = shop.refund(transaction, run, index, at + 1_000);
          shop.finish(transaction, run, index, at + 3_000);
        }
      }
    });
    await written.durable;
  }
  filled.longRun = await shop.longRun(sizes.longRun, until - 30 * 86_400_000);
  setTime(until);
  const open = log.sql.get("SELECT count(*) AS count FROM gates WHERE status = 'open'")?.count;
  if (Number(open) < sizes.openGates * 0.9) throw new Error(`${open} of ${sizes.openGates} questions are open`);
  return filled;
}

/** The same, of a folder that was filled before. */
export function findInFolder(log: EventLog): Filled {
  const run = (statement: string): string => text(log.sql.get(statement) ?? {}, "run");
  return {
    longRun: run("SELECT run FROM moments GROUP BY run ORDER BY count(*) DESC LIMIT 1"),
    gateRun: run("SELECT run FROM gates WHERE status = 'open' ORDER BY opened_at DESC LIMIT 1"),
    refundRun: run("SELECT run FROM effects ORDER BY created_at DESC LIMIT 1"),
  };
}

class Shop {
  readonly #log: EventLog;
  readonly #ledger: Ledger;
  readonly #setTime: SetTime;

  constructor(log: EventLog, setTime: SetTime) {
    this.#log = log;
    // Nobody's handles have to be resolved: every subject is named by itself.
    this.#ledger = new Ledger(log, noFailpoints);
    this.#setTime = setTime;
  }

  begin(transaction: Transaction, index: number, at: number): string {
    const run = derivedId("bench run", index);
    const process = processes[index % processes.length] ?? "";
    this.#setTime(at);
    const input = {
      id: `t-${index}`,
      text: `Order #W${index} came with a dent, please refund it`,
      orderId: `#W${index}`,
    };
    const subject = customerOf(index);
    this.#append(
      transaction,
      runStream(run),
      runStartedEvent({
        process,
        version: "a".repeat(32),
        input,
        account: index % 10 === 0 ? "outlet" : "main",
        subject,
        trigger: null,
        parent: null,
      }),
      subject,
    );
    return run;
  }

  refund(transaction: Transaction, run: string, index: number, at: number): string {
    this.#setTime(at);
    const intentHash = this.#ledger.keyed(["bench", index]);
    const id = this.#ledger.intend(
      transaction,
      {
        contract: "payments.refund",
        connection: "payments",
        account: "main",
        tier: index % 6 === 0 ? "T2" : "T1",
        intentHash,
        intent: { object: [`#W${index}`], occasion: [] },
        generation: 1,
        wish: { orderId: `#W${index}`, amountCents: 4_320 },
        wishDigest: intentHash,
        description: `Refund 43.20 for order #W${index}`,
        interim: null,
        process: processes[index % processes.length] ?? "",
        run,
        seq: 1,
        about: null,
        units: [],
        cap: null,
        authority: { level: "gated", verdicts: [], gate: null, by: null, input: null },
        compensates: null,
        money: null,
        standsOn: null,
      },
      run,
      customerOf(index),
    );
    this.#ledger.record(transaction, id, "EffectAttempting", { attempt: 1, deadlineAt: at + 10_000, key: "k" });
    if (index % 3_000 === 0)
      this.#ledger.record(transaction, id, "EffectUnknown", { attempt: 1, why: "no answer came", nextAt: at });
    else if (index % 150 === 0)
      this.#ledger.record(transaction, id, "EffectRefused", { code: "old", reason: "it is too old", detail: null });
    else
      this.#ledger.record(transaction, id, "EffectSucceeded", { output: { refund: "r" }, how: "answered", by: null });
    this.#outcome(transaction, run, {
      seq: 1,
      kind: "do",
      name: "payments.refund",
      value: { status: "succeeded", effect: id, run },
    });
    return transaction.head(effectStream(id)) > 0 ? run : "";
  }

  ask(transaction: Transaction, run: string, index: number, at: number): string {
    this.#setTime(at);
    const gate = derivedId("bench gate", index);
    this.#append(
      transaction,
      gateStream(gate),
      gateOpenedEvent({
        key: `${run}/1`,
        kind: index % 5 === 0 ? "question" : "approval",
        run,
        process: processes[index % processes.length] ?? "",
        effect: null,
        account: "main",
        title: `Refund ${(index % 900) + 40}.20 for order #W${index} to ${customerOf(index)}`,
        reasons: ["above the limit of 40.00"],
        proposal: { orderId: `#W${index}`, amountCents: 4_320 },
        evidence: { contract: "payments.refund", tier: "T1", risk: "low", connection: "payments" },
        afterYes: "payments.refund is carried out (T1)",
        afterNo: "nothing is done",
        answerSchema: null,
        bound: "b".repeat(32),
        policyVersion: "v",
        expiresAt: null,
        requester: null,
        fourEyes: false,
        explainEdits: false,
      }),
      customerOf(index),
    );
    this.#wait(transaction, run, {
      kind: "gate",
      key: gate,
      what: "an answer to a gate",
      owner: "approver",
      dueAt: null,
    });
    return gate;
  }

  askAndAnswer(transaction: Transaction, run: string, index: number, at: number): void {
    const gate = this.ask(transaction, run, index, at);
    const answer = { verdict: "approve", value: null, reason: "a loyal customer", by: "maria", heldUntil: null };
    const stream = gateStream(gate);
    transaction.append(stream, transaction.head(stream), [gateEvent("GateAnswered", answer)], {
      principal: "person:maria",
      correlation: run,
      subject: customerOf(index),
    });
  }

  waitForGoods(transaction: Transaction, run: string, at: number): void {
    this.#setTime(at);
    const dueAt = at + 30 * 86_400_000;
    this.#wait(transaction, run, { kind: "event", key: run, what: "the event GoodsArrived", owner: "outside", dueAt });
  }

  setAside(transaction: Transaction, run: string, at: number): void {
    this.#setTime(at);
    const data = { code: "threw", reason: "the process threw", next: "Mend it, then retry the run.", diff: null };
    this.#append(transaction, runStream(run), withRunOutline({ type: "RunSetAside", data }));
  }

  finish(transaction: Transaction, run: string, index: number, at: number): void {
    this.#setTime(at);
    const data = { value: { ticket: `t-${index}` }, continuedAs: null };
    this.#append(transaction, runStream(run), withRunOutline({ type: "RunFinished", data }));
  }

  /** One that waits for an event, hears of it and reads something, over and over. */
  async longRun(events: number, from: number): Promise<string> {
    let run = "";
    this.#log.write((transaction) => {
      run = this.begin(transaction, 10_000_000, from);
    });
    for (let seq = 1, at = from; seq * 3 < events; ) {
      const written = this.#log.write((transaction) => {
        for (let in_batch = 0; in_batch < batch && seq * 3 < events; in_batch++, seq++) {
          at += 20_000;
          this.#setTime(at);
          this.#wait(transaction, run, {
            kind: "event",
            key: "k",
            what: "the event ParcelScanned",
            owner: "outside",
            dueAt: null,
          });
          this.#setTime(at + 9_000);
          const heard = { status: "arrived", key: "k", event: { note: `parcel ${seq} was scanned` } };
          this.#outcome(transaction, run, {
            seq: seq * 2,
            kind: "wait",
            name: "ParcelScanned",
            value: heard,
            waited: true,
          });
          this.#outcome(transaction, run, {
            seq: seq * 2 + 1,
            kind: "read",
            name: "shop.order",
            value: { id: `#W${seq}` },
          });
        }
      });
      await written.durable;
    }
    return run;
  }

  #wait(
    transaction: Transaction,
    run: string,
    { kind, key, what, owner, dueAt }: { kind: string; key: string; what: string; owner: string; dueAt: number | null },
  ): void {
    const wait = {
      seq: 1,
      kind: kind === "gate" ? "do" : "wait",
      name: what,
      args: null,
      on: { kind, key },
      what,
      owner,
      dueAt,
    };
    this.#append(transaction, runStream(run), { type: "RunWaiting", data: { waits: [wait] } });
  }

  #outcome(
    transaction: Transaction,
    run: string,
    { waited = false, ...outcome }: { seq: number; kind: string; name: string; value: Json; waited?: boolean },
  ): void {
    const data = { ...outcome, args: { wish: { id: "#W1" }, compensates: null }, ok: true, waited };
    this.#append(transaction, runStream(run), { type: "OutcomeDelivered", data });
  }

  #append(transaction: Transaction, stream: string, event: NewEvent, subject = "tenant"): void {
    const cause = { principal: "process:bench", correlation: stream, subject };
    transaction.append(stream, transaction.head(stream), [event], cause);
  }
}

function customerOf(index: number): string {
  return `customer${index % customers}@example.com`;
}
