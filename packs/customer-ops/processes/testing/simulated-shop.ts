/**
 * The sandbox shop as the other side of a simulated world: its own code and rules, in memory, on the world's clock, without a network.
 *
 * Invariant: `done` lists what the shop did, once for each time: payments that were no replay, and preparations that were new.
 */
import type { Deed, Faults, OtherSide } from "praxis/testing";
import { z } from "zod";
import { sampleSeed } from "../../sample/shop-seed.ts";
import type { PaymentTier } from "../../settings.ts";
import { FaultBoard } from "../../shop/faults/fault-board.ts";
import { faultSettingsSchema } from "../../shop/faults/fault-settings.ts";
import { shopApp } from "../../shop/http/shop-app.ts";
import { openDatabase } from "../../shop/store/open-database.ts";
import { keepSeed } from "../../shop/store/seed-table.ts";
import { openStore, World } from "../../shop/store/world.ts";
import { WorldTable } from "../../shop/store/world-table.ts";

type Call = Parameters<OtherSide["receive"]>[0];
type Snapshot = ReturnType<OtherSide["snapshot"]>;

const json: z.ZodType<Snapshot> = z.custom<Snapshot>((value) => value !== undefined);
const keyRetentionMs = 24 * 3_600_000;

export class SimulatedShop implements OtherSide {
  readonly done: Deed[] = [];
  readonly #tier: PaymentTier;
  #now = 0;
  #shop = this.#open();

  constructor(tier: PaymentTier = "T1") {
    this.#tier = tier;
    this.reset();
  }

  #open() {
    const database = openDatabase(":memory:");
    const store = openStore(database, keepSeed(database, sampleSeed));
    const worlds = new WorldTable(database);
    worlds.create("main", "2026-01-01T00:00:00.000Z");
    const openWorld = (name: string) => new World(name, store);
    const faults = new FaultBoard(this.#settings());
    const app = shopApp({ worlds, openWorld, faults, keyRetentionMs, now: () => this.#now });
    return { app, database, world: openWorld("main") };
  }

  #settings() {
    return faultSettingsSchema.parse({ ignoreKeys: this.#tier !== "T1", noLookup: this.#tier === "T3" });
  }

  reset(): void {
    this.done.length = 0;
    this.#shop.database.close();
    this.#shop = this.#open();
  }

  doneAt(route: string): readonly Deed[] {
    return this.done.filter((deed) => deed.route === route);
  }

  fail(_faults: Faults): void {
    throw new TypeError("the simulated shop has no fault switches; power cuts are the world's");
  }

  async receive({ method, path, query, headers, body, account, now }: Call) {
    this.#now = now;
    const address = `http://shop.test/w/${account}${path}?${new URLSearchParams(query)}`;
    const response = await this.#shop.app.request(address, {
      method,
      headers,
      ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const acted = method !== "GET" && response.status === 201 && response.headers.get("idempotent-replayed") === null;
    if (acted) {
      const route = `${method} ${path.replace(/\/praxis-[^/]+/, "/:id")}`;
      const key = headers["idempotency-key"] ?? null;
      this.done.push({ route, path, params: {}, body, key, account, at: now, answer: json.parse(JSON.parse(text)) });
    }
    return { kind: "answer" as const, status: response.status, headers: {}, body: text };
  }

  /** Every order that the sample has, as it is now; and the customers' gift cards. */
  snapshot(): Snapshot {
    const { world } = this.#shop;
    const { base } = world.store;
    const orders = [...base.orders.keys()].map((id) => {
      const { state, heldBy, revision, paymentHistory } = world.findOrder(id) ?? {};
      return { id, status: state?.status, address: state?.address.address1, heldBy, revision, paymentHistory };
    });
    const customers = [...base.customers.keys()].map((id) => world.findCustomer(id)?.paymentMethods);
    return json.parse(JSON.parse(JSON.stringify({ orders, customers })));
  }
}
