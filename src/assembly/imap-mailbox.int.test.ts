/** Mails out of a mailbox on an IMAP server: each once, marked only after it is on record, through restarts and lost connections. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { secret } from "../act/secret.ts";
import { soon, systemClock } from "../kernel/clock.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { type ImapMailboxOptions, imapMailbox } from "../observe/mail/imap/imap-mailbox.ts";
import { MailboxWatch } from "../observe/mail/imap/watch-mailbox.ts";
import { mailSchema } from "../observe/mail/mail.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { type ImapServer, type ImapServerOptions, imapUser, startImapServer } from "./testing/imap-server.ts";
import { mailBytes, unreadableMail } from "./testing/mails.ts";
import { bench } from "./testing/memory-bench.ts";

const reads = process("reads", { on: "MailReceived", input: mailSchema }, async (_run, mail) => mail.text);
const mail = (number: number, text = `mail ${number}`) => mailBytes({ id: `<${number}@example.com>`, text });
const seen = "\\Seen";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(options: ImapServerOptions = {}): Promise<ImapServer> {
  const server = await startImapServer(options);
  cleanups.push(() => server.close());
  return server;
}

interface Scene {
  readonly world: Bench;
  readonly troubles: (string | null)[];
  texts(): string[];
  /** Waits, and lets the world's time go by, until this holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

interface SceneOptions extends Partial<ImapMailboxOptions> {
  readonly disk?: MemoryDisk;
  readonly clock?: ManualClock;
  readonly seed?: number;
  readonly password?: never;
  readonly secretValue?: string;
  readonly mostWaiting?: number;
}

function watch(port: number, options: SceneOptions = {}): Scene {
  const {
    disk = new MemoryDisk(),
    clock = new ManualClock(),
    seed = 1,
    secretValue = imapUser.password,
    mostWaiting = 10_000,
    ...more
  } = options;
  const support = imapMailbox("support", {
    host: "127.0.0.1",
    port,
    secure: false,
    user: imapUser.user,
    ...more,
    password: secret("IMAP_PASSWORD"),
  });
  const world = bench([reads, support], {
    disk,
    clock,
    seed,
    mostWaiting,
    secrets: { IMAP_PASSWORD: secretValue },
  });
  const troubles: (string | null)[] = [];
  const running = new MailboxWatch(
    { ...world.praxis, tell: (_name, trouble) => void troubles.push(trouble?.why ?? null) },
    support,
  );
  running.start();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopped ??= running.stop().then(() => world.stop());
    await stopped;
  };
  cleanups.push(stop);
  return {
    world,
    troubles,
    texts: () =>
      world.log.sql
        .all("SELECT id FROM runs WHERE status = 'done' ORDER BY started_position")
        .map(({ id }) => String(world.value(String(id)))),
    async until(what, holds) {
      for (let tries = 0; tries < 1_000; tries++) {
        if (holds()) return;
        await new Promise<void>((resolve) => void systemClock.after(10, resolve));
        clock.pass(500);
        await new Promise<void>((resolve) => soon(resolve));
      }
      assert.fail(`${what} did not come: ${JSON.stringify(troubles)}`);
    },
    stop,
  };
}

/** Until the mailbox was read once. */
const ready = (scene: Scene): Promise<void> => scene.until("the first look", () => scene.troubles.includes(null));
const count = (scene: Scene, number: number): Promise<void> =>
  scene.until(`${number} mails`, () => scene.texts().length === number);

describe("a mailbox", () => {
  test("that is new to us: what arrives from now on is taken and marked as seen; what lay there is left alone", async () => {
    const server = await serve({ messages: [{ raw: mail(1) }, { raw: mail(2), flags: [seen] }] });
    const scene = watch(server.port);
    await ready(scene);
    server.deliver(mail(3));
    server.deliver(mail(4));
    await count(scene, 2);
    assert.deepEqual(scene.texts(), ["mail 3", "mail 4"]);
    await scene.until("the marks", () => server.flags()[4]?.includes(seen) === true);
    assert.deepEqual(server.flags(), { 1: [], 2: [seen], 3: [seen], 4: [seen] });
  });

  test("is read from the beginning where that is asked for: all of it, or what is unseen", async () => {
    const messages = [{ raw: mail(1) }, { raw: mail(2), flags: [seen] }, { raw: mail(3) }];
    const all = watch((await serve({ messages })).port, { first: "all" });
    await count(all, 3);
    const unseen = watch((await serve({ messages })).port, { first: "unseen" });
    await count(unseen, 2);
    assert.deepEqual(unseen.texts(), ["mail 1", "mail 3"]);
  });

  test("what was taken is moved, where a mailbox for it is named", async () => {
    const server = await serve();
    const scene = watch(server.port, { moveTo: "Done" });
    await ready(scene);
    server.deliver(mail(1));
    await scene.until("the move", () => Object.keys(server.flags("Done")).length === 1);
    await count(scene, 1);
    assert.deepEqual([scene.texts(), server.flags()], [["mail 1"], {}]);
  });

  test("a server of ours that starts again goes on where the last one was, and takes what came meanwhile", async () => {
    const server = await serve();
    const shared = { disk: new MemoryDisk(), clock: new ManualClock() };
    const first = watch(server.port, shared);
    await ready(first);
    server.deliver(mail(1));
    await count(first, 1);
    await first.stop();
    server.deliver(mail(2));
    const again = watch(server.port, { ...shared, seed: 2 });
    await count(again, 2);
    server.deliver(mail(3));
    await count(again, 3);
    assert.deepEqual(again.texts(), ["mail 1", "mail 2", "mail 3"]);
  });

  test("a mail that could not be put on record is not marked, and is taken by the next server", async () => {
    const server = await serve();
    const shared = { disk: new MemoryDisk(), clock: new ManualClock() };
    const first = watch(server.port, shared);
    await ready(first);
    first.world.praxis.parser.stop();
    server.deliver(mail(1));
    await first.until("the trouble", () =>
      first.troubles.some((each) => /cannot be read at the moment/.test(each ?? "")),
    );
    assert.deepEqual(server.flags(), { 1: [] });
    await first.stop();
    const again = watch(server.port, { ...shared, seed: 2 });
    await count(again, 1);
    await again.until("the mark", () => server.flags()[1]?.includes(seen) === true);
  });

  test("whose UIDs mean nothing any more (UIDVALIDITY): what was taken is known by its content, what is new is taken", async () => {
    const server = await serve();
    const shared = { disk: new MemoryDisk(), clock: new ManualClock(systemClock.now() - 60_000) };
    const first = watch(server.port, shared);
    await ready(first);
    server.deliver(mail(1));
    await count(first, 1);
    await first.stop();
    const messages = [
      { raw: mail(1), uid: 501 },
      { raw: mail(2), uid: 502 },
    ];
    const other = await serve({ uidValidity: 2, messages });
    const again = watch(other.port, { ...shared, seed: 2 });
    await count(again, 2);
    await ready(again);
    assert.deepEqual(again.texts(), ["mail 1", "mail 2"]);
  });

  test("a mail that cannot be read is held, marked, and does not keep the next one out", async () => {
    const server = await serve();
    const scene = watch(server.port);
    await ready(scene);
    server.deliver(unreadableMail());
    server.deliver(mail(2));
    await count(scene, 1);
    assert.equal(scene.world.log.sql.get("SELECT code FROM quarantine")?.code, "unreadable");
    await scene.until("the marks", () => server.flags()[2]?.includes(seen) === true);
    assert.deepEqual(server.flags()[1], [seen]);
  });
});

describe("a connection", () => {
  test("that breaks is made anew, and what came meanwhile is taken", async () => {
    const server = await serve();
    const scene = watch(server.port);
    await ready(scene);
    await server.close();
    await scene.until("the trouble", () => scene.troubles.at(-1) !== null);
    const back = await serve({ port: server.port, messages: [{ raw: mail(1), uid: 1 }] });
    await count(scene, 1);
    await scene.until("the mark", () => back.flags()[1]?.includes(seen) === true);
    await scene.until("the word that it works again", () => scene.troubles.at(-1) === null);
  });

  test("with a password that is refused says so, and does not end the server", async () => {
    const server = await serve();
    const scene = watch(server.port, { secretValue: "wrong" });
    await scene.until("the trouble", () => scene.troubles.length > 0);
    assert.match(scene.troubles[0] ?? "", /refused the user or the password/);
  });

  test("without a password, or to where nobody listens, says what is missing", async () => {
    const bare = watch(1, { secretValue: "" });
    await bare.until("the trouble", () => bare.troubles.length > 0);
    assert.match(bare.troubles[0] ?? "", /IMAP_PASSWORD/);
    const server = await serve();
    await server.close();
    const nobody = watch(server.port);
    await nobody.until("the trouble", () => nobody.troubles.length > 0);
    assert.match(nobody.troubles[0] ?? "", /cannot be read/);
  });
});

test("while too many events of its account wait for their turn, mails stay in the mailbox", async () => {
  const server = await serve();
  const scene = watch(server.port, { mostWaiting: 1 });
  await ready(scene);
  const { backlog } = scene.world.praxis.engine;
  backlog.began("another's", "main");
  server.deliver(mail(1));
  for (let n = 0; n < 20; n++) {
    await new Promise<void>((resolve) => void systemClock.after(5, resolve));
    scene.world.clock.pass(500);
  }
  assert.deepEqual(scene.texts(), []);
  backlog.takenUp("another's");
  await scene.until("the mail", () => scene.texts().length === 1);
});
