/**
 * Two weeks in November at the sample shop: letters come in over the days, a person answers what is asked, and on the last Friday some questions are open,
 * a refund among them.
 */
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "playwright-core";
import { z } from "zod";
import { ShopAtWork } from "../../console/e2e/testing/shop-at-work.ts";
import { type Saying, sampleMails } from "../../packs/customer-ops/sample/mails.ts";
import { until } from "../../src/cli/testing/praxis-process.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const firstMonday = Date.UTC(2026, 10, 9);
/** Letters a day, in the order of the sample; those of the last Friday stay unanswered. */
const days = [5, 3, 4, 2, 2, 0, 0, 7, 6, 6, 6];
const unanswered = ["tongues/42-de-stornieren", "tongues/47-es-devolver", "trouble/54-new-account-cancels"];
/** How long it takes until somebody looks, in minutes; one after the other, over and over. */
const waits = [6, 18, 3, 42, 11, 9, 65];

const countsSchema = z.object({ moving: z.int() });
const effectsSchema = z.object({ effects: z.array(z.unknown()) });

export const reviewer = "mia";

export class TwoWeeks {
  readonly shop: ShopAtWork;
  readonly #clock: string;
  #request: APIRequestContext | null = null;
  #asked = 0;
  now = firstMonday + 8 * hourMs;

  private constructor(shop: ShopAtWork, clock: string) {
    this.shop = shop;
    this.#clock = clock;
  }

  static async open(folder: string): Promise<TwoWeeks> {
    const clock = join(folder, "clock");
    const begin = firstMonday + 8 * hourMs;
    setClock(clock, begin);
    const environment = {
      PRAXIS_MOVED_CLOCK: clock,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, "moved-clock.ts")}`,
    };
    return new TwoWeeks(await ShopAtWork.open({ environment }), clock);
  }

  /** @param request of a browser that the reviewer is signed in at */
  async play(request: APIRequestContext): Promise<void> {
    this.#request = request;
    const letters = sampleMails.values();
    for (const [day, count] of days.entries()) {
      await this.#morning(day);
      for (let number = 0; number < count; number += 1) {
        const { value } = letters.next();
        if (value === undefined) break;
        this.moveTo(firstMonday + day * dayMs + (9 + number) * hourMs);
        this.shop.letterArrives(value.file);
        await this.#rest();
        for (const saying of value.says) await this.#answer(saying);
      }
    }
    const friday = await this.#morning(days.length);
    for (const [number, name] of unanswered.entries()) {
      this.moveTo(friday + 9 * hourMs + number * 40 * minuteMs);
      this.shop.letterArrives(`${name}.eml`);
      await this.#rest();
    }
    await this.#kettleComesBack(friday + 13.5 * hourMs);
    this.moveTo(friday + 14 * hourMs);
  }

  /** On Monday after, with its report. */
  async weekEnds(): Promise<void> {
    for (let day = days.length + 1; day <= 14; day += 1) await this.#morning(day);
    this.moveTo(this.now + 40 * minuteMs);
  }

  /** The digests of the day before, and on Mondays the report, are written at seven. @returns when the day began */
  async #morning(day: number): Promise<number> {
    const midnight = firstMonday + day * dayMs;
    if (day > 0) {
      this.moveTo(midnight + 7 * hourMs);
      await this.#rest();
    }
    return midnight;
  }

  async #kettleComesBack(at: number): Promise<void> {
    this.moveTo(at);
    const limit = { parameters: { askAboveCents: 6_000 }, why: "until the new returns desk has settled in" };
    await this.shop.call(z.unknown(), "PUT", "/api/settings/policies/refund%20limits", limit);
    const values = { orderId: "#W7106002", customer: "emily_hart", itemIds: "4110000002" };
    await this.shop.call(z.unknown(), "POST", "/api/sources/returned%20goods/submit", { values, id: "parcel-1" });
    await this.#rest();
  }

  async #answer(saying: Saying): Promise<void> {
    const [gate] = await this.shop.openGates();
    if (gate === undefined) return;
    this.moveTo(this.now + (waits[this.#asked++ % waits.length] ?? 0) * minuteMs);
    const answered = await this.#request?.post(`${this.shop.url}/api/gates/${gate.id}/answer`, {
      data: { value: null, reason: null, ...saying },
      headers: { origin: this.shop.url, "x-praxis-console": "1" },
    });
    if (!answered?.ok()) throw new Error(`${gate.title}: ${await answered?.text()}`);
    await this.#rest();
  }

  moveTo(at: number): void {
    this.now = at;
    setClock(this.#clock, at);
  }

  /** Until nothing moves, three looks in a row. */
  async #rest(): Promise<void> {
    let calm = 0;
    await until("nothing moves", async () => {
      const { moving } = await this.shop.get(countsSchema, "/api/runs/counts");
      const under = await Promise.all(
        ["intended", "attempting"].map((status) =>
          this.shop.get(effectsSchema, `/api/effects?status=${status}&limit=1`),
        ),
      );
      const inbox = join(this.shop.place.data, "mail", "inbox");
      const isRead = !existsSync(inbox) || !readdirSync(inbox).some((name) => name.endsWith(".eml"));
      calm = isRead && moving === 0 && under.every(({ effects }) => effects.length === 0) ? calm + 1 : 0;
      return calm === 3 ? true : undefined;
    });
  }
}

/** Whole, for it is read at any moment. */
function setClock(file: string, at: number): void {
  writeFileSync(`${file}.new`, String(at - Date.now()));
  renameSync(`${file}.new`, file);
}
