/**
 * The real program with the customer-ops pack on a folder of its own: letters come into its mailbox, its warehouse and its owner speak to it, and what it
 * did is looked up where it was done: at the shop's payment API and in the outbox.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import PostalMime from "postal-mime";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { announcements, Place, type Started, until } from "../../../src/cli/testing/praxis-process.ts";
import { buildConsole } from "./built-console.ts";

const sampleLetters = join(import.meta.dirname, "..", "..", "..", "packs", "customer-ops", "sample", "mails");

const noted = z.object({ SHOP_URL: z.string(), GOODS_SECRET: z.string() });
const serverFile = z.object({ token: z.string() });
const transactionsSchema = z.object({
  transactions: z.array(z.object({ kind: z.string(), amountCents: z.int(), orderId: z.string() })),
});

const gateSchema = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  title: z.string(),
  run: z.string().nullable(),
  heldUntil: z.number().nullable(),
  answeredBy: z.string().nullable(),
});
const gatesSchema = z.object({ gates: z.array(gateSchema) });
export type OpenGate = z.output<typeof gateSchema>;

export interface Refund {
  readonly orderId: string;
  readonly amountCents: number;
}

export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Goods {
  readonly id: string;
  readonly customer: string;
  readonly orderId: string;
  readonly itemIds: readonly string[];
}

export interface ShopOptions {
  /** Whether its sample's letters come by themselves. */
  readonly letters?: boolean;
  /** Whether a supervisor starts it again when it dies. */
  readonly supervised?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export class ShopAtWork {
  readonly place: Place;
  readonly #args: readonly string[];
  #started: Started | null = null;

  private constructor({ letters = false, supervised = false, environment = {} }: ShopOptions) {
    this.place = new Place({ PRAXIS_SAMPLE_MAILS: letters ? "on" : "off", PRAXIS_ZONE: "UTC", ...environment });
    this.#args = supervised ? [] : ["--no-supervisor"];
  }

  static async open(options: ShopOptions = {}): Promise<ShopAtWork> {
    await buildConsole();
    const shop = new ShopAtWork(options);
    await shop.start();
    return shop;
  }

  /** The first time on a free port, and then on the same one. */
  async start(): Promise<void> {
    const again = this.#started === null ? [] : ["--port", new URL(this.url).port];
    this.#started = await this.place.start([...this.#args, ...again]);
  }

  get #server(): Started {
    if (this.#started === null) throw new Error("the server was not started");
    return this.#started;
  }

  get url(): string {
    return this.#server.url;
  }

  /** For the owner of this machine; once. */
  get loginUrl(): string {
    const url = announcements(this.#server.output()).at(-1)?.loginUrl;
    if (url === undefined || url === null) throw new Error("no login link was printed");
    return url;
  }

  /** Pulls the plug; nobody starts it again. */
  async stop(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    this.#server.child.kill(signal);
    await this.#server.ended;
  }

  /** Pulls the plug of a supervised server, and waits until the next one listens. */
  async crash(): Promise<void> {
    const before = announcements(this.#server.output());
    process.kill(before.at(-1)?.pid ?? 0, "SIGKILL");
    await until("the server is back", async () =>
      announcements(this.#server.output()).length > before.length ? true : undefined,
    );
  }

  close(): void {
    // A supervisor that is killed takes its server with it: the channel between them closes.
    this.place.close();
  }

  /** Asks the API as the machine's owner; through moments in which no server is there. */
  async call<T>(shape: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    const { token } = serverFile.parse(this.#read("server.json"));
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const reply: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(reply)}`);
    return shape.parse(reply);
  }

  get<T>(shape: z.ZodType<T>, path: string): Promise<T> {
    return this.call(shape, "GET", path);
  }

  /** Every question that is open. */
  async openGates(): Promise<readonly OpenGate[]> {
    return (await this.get(gatesSchema, "/api/gates?status=open&limit=200")).gates;
  }

  gate(id: string): Promise<OpenGate> {
    return this.get(gateSchema, `/api/gates/${id}`);
  }

  /** A link for somebody who is added with this role. */
  async linkFor(name: string, role: string): Promise<string> {
    await this.call(z.unknown(), "POST", "/api/people", { name, role });
    return (await this.call(z.object({ url: z.string() }), "POST", `/api/people/${name}/login-link`)).url;
  }

  /** Lets a letter of the sample come in, whole. @param file as in `sample/mails` */
  letterArrives(file: string): void {
    const inbox = join(this.place.data, "mail", "inbox");
    mkdirSync(inbox, { recursive: true });
    const draft = join(inbox, `.${basename(file)}.part`);
    copyFileSync(join(sampleLetters, file), draft);
    renameSync(draft, join(inbox, basename(file)));
  }

  /** The carrier says so, signed. */
  async goodsArrive(goods: Goods): Promise<void> {
    const response = await this.carrierSays(goods.id, goods);
    if (!response.ok) throw new Error(`the goods were refused: ${response.status} ${await response.text()}`);
  }

  /** Whatever it says: signed, but not always as agreed. */
  carrierSays(id: string, body: unknown): Promise<Response> {
    const text = JSON.stringify(body);
    const now = new Date();
    return fetch(`${this.url}/hooks/goods`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": new Webhook(this.#noted().GOODS_SECRET).sign(id, now, text),
      },
      body: text,
    });
  }

  /** Money that went back for an order, as the payment provider has it. */
  async refunds(orderId: string): Promise<Refund[]> {
    const response = await fetch(`${this.#noted().SHOP_URL}/w/main/payments/transactions`);
    const { transactions } = transactionsSchema.parse(await response.json());
    return transactions.flatMap(({ kind, orderId: id, amountCents }) =>
      kind === "refund" && id === orderId ? [{ orderId: id, amountCents }] : [],
    );
  }

  /** The payment provider does the next call to this path, and its answer is lost. */
  async nextAnswerIsLost(pathContains: string): Promise<void> {
    const fault = { pathContains, fault: "resetAfter", method: "POST" };
    const url = `${this.#noted().SHOP_URL}/w/main/faults/next`;
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "PUT", headers, body: JSON.stringify(fault) });
    if (!response.ok) throw new Error(`the fault was not taken: ${response.status} ${await response.text()}`);
  }

  /** What was sent, to customers and to the shop's own people. */
  async sentTo(address: string): Promise<SentMail[]> {
    const outbox = join(this.place.data, "outbox");
    const files = existsSync(outbox) ? readdirSync(outbox).filter((name) => name.endsWith(".eml")) : [];
    const mails = await Promise.all(files.map((name) => PostalMime.parse(readFileSync(join(outbox, name)))));
    return mails.flatMap(({ to = [], subject = "", text = "" }) =>
      to.some((each) => each.address === address) ? [{ to: address, subject, text }] : [],
    );
  }

  #noted(): z.infer<typeof noted> {
    return noted.parse(this.#read("customer-ops.json"));
  }

  #read(name: string): unknown {
    return JSON.parse(readFileSync(join(this.place.data, name), "utf8"));
  }
}
