/** What readers are told of a log, when, and how little a slow one costs. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { soon } from "../../kernel/clock.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { EventLog, Projection } from "../../log/event-log.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { ChangeFeed, type Told } from "./change-feed.ts";
import { changeStream } from "./change-stream.ts";
import { mostTopics, topicsBetween, topicsOf } from "./topics.ts";

/** The columns of the tables of gates and effects that topics are found by. */
const tables: Projection = {
  name: "tables",
  version: 1,
  tables: {
    gates: "CREATE TABLE gates (id TEXT PRIMARY KEY, run TEXT) STRICT",
    effects: "CREATE TABLE effects (id TEXT PRIMARY KEY, run TEXT) STRICT",
  },
  apply: () => undefined,
};

function open(): { log: EventLog; clock: ManualClock; write: (...streams: string[]) => Promise<void> } {
  const clock = new ManualClock();
  const log = openMemoryLog({ ports: testPorts({ clock, seed: 1 }), projections: [tables] });
  return {
    log,
    clock,
    write: (...streams) =>
      log.write((transaction) => {
        for (const stream of streams)
          transaction.append(stream, transaction.head(stream), [{ type: "X", data: {} }], { principal: "system" });
      }).durable,
  };
}

const turn = (): Promise<void> => new Promise((resolve) => soon(resolve));

describe("topics", () => {
  test("name the thing and the list it is in; a gate or an effect also changes its run's page", () => {
    const { log } = open();
    log.sql.run("INSERT INTO gates VALUES ('g1', 'r1'), ('g2', NULL)");
    log.sql.run("INSERT INTO effects VALUES ('e1', 'r1')");
    const of = (stream: string) => [...(topicsOf(log, stream) ?? ["*"])];
    assert.deepEqual(of("run/r1"), ["runs", "run/r1"]);
    assert.deepEqual(of("gate/g1"), ["gates", "gate/g1", "runs", "run/r1"]);
    assert.deepEqual(of("gate/g2"), ["gates", "gate/g2"]);
    assert.deepEqual(of("effect/e1"), ["effects", "effect/e1", "runs", "run/r1"]);
    assert.deepEqual(of("effect/nope"), ["effects", "effect/nope"]);
    assert.deepEqual(of("start/r1"), ["runs", "run/r1"]);
    assert.deepEqual(of("customer/c1"), ["customers", "customer/c1"]);
    assert.deepEqual(of("report/p1"), ["reports", "report/p1"]);
    assert.deepEqual(of("schedule/nightly"), ["sources", "source/nightly"]);
    assert.deepEqual(of("suggestion/s1"), ["customers"]);
    assert.deepEqual(of("settings"), ["settings"]);
    assert.deepEqual(of("people"), ["people"]);
    assert.deepEqual(of("quarantine/helpdesk"), ["quarantine"]);
    assert.deepEqual(of("subject/abc"), ["*"], "who was erased may be anywhere");
  });

  test("are named once each; more than 200, or of more than 5,000 events, are anything", async () => {
    const { log, write } = open();
    await write("run/1", "run/2", "run/1");
    assert.deepEqual([...(topicsBetween(log, 0, 3) ?? [])].sort(), ["run/1", "run/2", "runs"]);
    assert.deepEqual([...(topicsBetween(log, 1, 2) ?? [])].sort(), ["run/2", "runs"]);
    await write(...Array.from({ length: mostTopics }, (_, n) => `run/many-${n}`));
    assert.equal(topicsBetween(log, 3, 3 + mostTopics), null);
    assert.equal(topicsBetween(log, 3, 3 + mostTopics - 1)?.size, mostTopics);
    await write(...Array.from({ length: 5_001 }, () => "settings"));
    const { position } = log.head();
    assert.deepEqual([...(topicsBetween(log, position - 5_000, position) ?? [])], ["settings"]);
    assert.equal(topicsBetween(log, position - 5_001, position), null);
    assert.equal(topicsBetween(log, position + 1, position), null, "a position that this log has not reached");
  });
});

describe("the feed", () => {
  test("tells what is on disk, not before, and leaves nothing out between two tellings", async () => {
    const { log, clock, write } = open();
    const feed = new ChangeFeed(log, clock);
    await write("run/before");
    const told: Told[] = [];
    const { position, missed, leave } = feed.follow(null, (each) => void told.push(each));
    assert.deepEqual([position, missed], [1, null]);
    const durable = write("run/a", "gate/b");
    await turn();
    await durable;
    await turn();
    assert.deepEqual(
      told.map((each) => [each.position, [...(each.topics ?? ["*"])].sort()]),
      [[3, ["gate/b", "gates", "run/a", "runs"]]],
    );
    leave();
    await write("run/c");
    await turn();
    assert.equal(told.length, 1);
  });

  test("tells at most once in 100 ms, all that happened since, to all readers at once", async () => {
    const { log, clock, write } = open();
    const feed = new ChangeFeed(log, clock);
    const told: [string, Told][] = [];
    feed.follow(null, (each) => void told.push(["one", each]));
    feed.follow(null, (each) => void told.push(["two", each]));
    for (let n = 0; n < 50; n++) {
      await write(`run/${n}`);
      await turn();
    }
    assert.deepEqual(
      told.map(([who, { position }]) => [who, position]),
      [
        ["one", 1],
        ["two", 1],
      ],
    );
    clock.pass(99);
    await turn();
    assert.equal(told.length, 2);
    clock.pass(1);
    await turn();
    assert.equal(told.length, 4);
    assert.equal(told[3]?.[1].position, 50);
    assert.equal(told[3]?.[1].topics?.size, 50, "49 runs, and the list of them");
    clock.pass(1_000);
    await turn();
    assert.equal(told.length, 4, "where nothing happens nothing is told");
  });

  test("says what a reader who comes back has missed, and anything where that is not known", async () => {
    const { log, clock, write } = open();
    const feed = new ChangeFeed(log, clock);
    await write("run/a", "run/b", "settings");
    const follow = (after: number) => feed.follow(after, () => undefined);
    assert.deepEqual([...(follow(1).missed?.topics ?? [])].sort(), ["run/b", "runs", "settings"]);
    assert.equal(follow(3).missed, null);
    assert.deepEqual(follow(99).missed?.topics, null, "an older state was put back, or it is another log");
  });

  test("says anything where the log was closed before it could look, and ends nothing with that", async () => {
    const { log, clock, write } = open();
    const told: Told[] = [];
    new ChangeFeed(log, clock).follow(null, (each) => void told.push(each));
    await write("run/a");
    log.close();
    await turn();
    assert.deepEqual([told[0]?.position, told[0]?.topics], [1, null]);
  });

  test("does not look at the log while nobody reads", async () => {
    const { log, clock, write } = open();
    let looks = 0;
    const watched = new Proxy<EventLog>(log, {
      get(target, name) {
        if (name === "streamsBetween" || name === "readAll") looks += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const feed = new ChangeFeed(watched, clock);
    await write("run/a");
    await turn();
    feed.follow(null, () => undefined).leave();
    await write("run/b");
    await turn();
    assert.equal(looks, 0);
  });
});

describe("a stream", () => {
  const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

  function reading(options: { after?: number | null; mayRead?: () => boolean; closing?: AbortSignal } = {}) {
    const { log, clock, write } = open();
    const feed = new ChangeFeed(log, clock);
    const start = () => {
      const { after = null, mayRead = () => true, closing } = options;
      const reader = changeStream({ feed, clock, after, mayRead, closing }).getReader();
      return { next: async () => decode((await reader.read()).value), cancel: () => reader.cancel() };
    };
    return { start, clock, write, feed };
  }

  test("begins with hello, and goes on with changes that carry their position as id", async () => {
    const { start, write } = reading();
    await write("run/a");
    const { next } = start();
    assert.equal(await next(), 'retry: 2000\nid: 1\nevent: hello\ndata: {"position":1}\n\n');
    const coming = next();
    await write("settings");
    const change = await coming;
    assert.match(change, /^id: 2\nevent: change\ndata: \{"position":2,"at":\d+,"topics":\["settings"\]\}\n\n$/);
  });

  test("of a reader who comes back begins where they were, so that being cut off once more loses nothing", async () => {
    const { start, write } = reading({ after: 1 });
    await write("run/a", "run/b", "settings");
    const { next } = start();
    assert.match(await next(), /^retry: 2000\nid: 1\nevent: hello\ndata: \{"position":1\}/);
    assert.match(await next(), /^id: 3\nevent: change\n.*"topics":\["runs","run\/b","settings"\]/);
  });

  test("keeps for a reader who takes nothing no more than one change, whatever happens", async () => {
    const { start, clock, write } = reading();
    const { next } = start();
    await next();
    for (let n = 0; n < 1_000; n++) {
      await write(`run/${n % 30}`);
      await turn();
      clock.pass(100);
      await turn();
    }
    const change = await next();
    assert.match(change, /^id: 1000\n/);
    assert.equal(change.split('"run/').length - 1, 30);
    for (let n = 0; n < 300; n++) {
      await write(`run/other-${n}`);
      await turn();
      clock.pass(100);
      await turn();
    }
    assert.match(await next(), /^id: 1300\n.*"topics":\["\*"\]/s);
    const empty = await Promise.race([next(), turn().then(() => "nothing more")]);
    assert.equal(empty, "nothing more");
  });

  test("says every 15 seconds that it is still there", async () => {
    const { start, clock } = reading();
    const { next } = start();
    await next();
    for (let n = 0; n < 3; n++) {
      const coming = next();
      await turn();
      clock.pass(15_000);
      assert.equal(await coming, ": still here\n\n");
    }
  });

  test("ends, without a word more, once its reader may not read, and when the server stops", async () => {
    let mayRead = true;
    const { start, write, feed } = reading({ mayRead: () => mayRead });
    const { next } = start();
    await next();
    mayRead = false;
    const coming = next();
    await write("people");
    assert.equal(await coming, "");
    assert.equal(feed.readers, 0);

    const closing = new AbortController();
    const other = reading({ closing: closing.signal });
    const stream = other.start();
    await stream.next();
    const last = stream.next();
    closing.abort();
    assert.equal(await last, "");
    assert.equal(other.feed.readers, 0);
    assert.equal(await other.start().next(), "", "one that begins after that is over at once");
  });

  test("that its reader leaves is followed no longer", async () => {
    const { start, clock, feed } = reading();
    const { next, cancel } = start();
    await next();
    assert.equal(feed.readers, 1);
    await cancel();
    assert.equal(feed.readers, 0);
    assert.equal(clock.nextInMs, null, "no heartbeat is left");
  });
});
