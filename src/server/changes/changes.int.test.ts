/** The live stream over a real connection: sessions, restarts, readers who are slow or gone. */
import assert from "node:assert/strict";
import { get, type IncomingMessage } from "node:http";
import { afterEach, describe, test } from "node:test";
import { projections } from "../../assembly/assemble.ts";
import { soon } from "../../kernel/clock.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { listen } from "../listen.ts";
import { signedIn } from "../testing/browser.ts";
import { folderLog } from "../testing/folder-log.ts";
import { localToken, openTestServer, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";
import { positionOf, SseReader, topicsOf } from "../testing/sse-reader.ts";
import { ChangeFeed } from "./change-feed.ts";
import { changeStream } from "./change-stream.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const local = { authorization: `Bearer ${localToken}` };
const changes = (server: TestServer, query = ""): string => `${server.url}/api/changes${query}`;

describe("the stream of changes", () => {
  test("is for those who may read, and tells a page what to read again", async () => {
    await using server = await openTestServer(openMemoryLog);
    assert.equal((await server.call("GET", "/api/changes", undefined, {})).status, 401);
    assert.equal((await server.call("GET", "/api/changes?after=x")).status, 422);
    const issued = await server.call("POST", "/api/tokens", { name: "shop", scopes: ["events"] });
    const shop = { authorization: `Bearer ${issued.text("token")}` };
    assert.equal((await server.call("GET", "/api/changes", undefined, shop)).status, 403);
    const maria = await signedIn(server, "maria", "viewer");
    const reader = await SseReader.open(changes(server), { cookie: maria.cookie });
    assert.match(reader.headers.get("content-type") ?? "", /^text\/event-stream/);
    assert.equal(reader.headers.get("cache-control"), "no-store");
    const hello = await reader.next();
    assert.deepEqual([hello?.event, positionOf(hello)], ["hello", server.praxis.log.durableHead().position]);
    const hook = await server.hook("helpdesk", ticketBody({ amountCents: 9_900 }));
    const topics = await reader.until("gates");
    assert.ok(topics.has("runs") && topics.has(`run/${hook.text("runs.0")}`), [...topics].join());
    await server.call("POST", "/api/settings/stop", { scope: "*", why: "x" });
    await reader.until("settings");
    reader.close();
  });

  test("goes on without a gap for who comes back, also over a restart of the server", async () => {
    using place = folderLog();
    let lastId = "";
    let missed = "";
    {
      await using server = await openTestServer(place.open);
      const reader = await SseReader.open(changes(server), local);
      await reader.next();
      await server.call("POST", "/api/settings/stop", { scope: "*", why: "x" });
      await reader.until("settings");
      ({ lastId } = reader);
      reader.close();
      missed = (await server.hook("helpdesk", ticketBody())).text("runs.0");
    }
    await using server = await openTestServer(place.open);
    const reader = await SseReader.open(changes(server), { ...local, "last-event-id": lastId });
    const hello = await reader.next();
    assert.equal(String(positionOf(hello)), lastId);
    const change = await reader.next();
    assert.ok(change && topicsOf(change).includes(`run/${missed}`), JSON.stringify(change));
    assert.ok(positionOf(change) > Number(lastId));
    reader.close();
    // By address, for who cannot set the header; and a position that this log has not reached, or that is none, is anything.
    const byAddress = await SseReader.open(changes(server, `?after=${lastId}`), local);
    await byAddress.next();
    const again = await byAddress.next();
    assert.ok(again && topicsOf(again).includes(`run/${missed}`));
    byAddress.close();
    for (const id of ["999999", "nonsense"]) {
      const ahead = await SseReader.open(changes(server), { ...local, "last-event-id": id });
      await ahead.next();
      assert.deepEqual(topicsOf((await ahead.next()) ?? assert.fail("a change")), ["*"]);
      ahead.close();
    }
  });

  test("ends with the session: when the person signs out, is removed, or the token is revoked", async () => {
    await using server = await openTestServer(openMemoryLog);
    const maria = await signedIn(server, "maria", "viewer");
    const otto = await signedIn(server, "otto", "viewer");
    const issued = await server.call("POST", "/api/tokens", { name: "shop", scopes: ["read"] });
    const token = { authorization: `Bearer ${issued.text("token")}` };
    const readers = await Promise.all(
      [{ cookie: maria.cookie }, { cookie: otto.cookie }, token].map((headers) =>
        SseReader.open(changes(server), headers),
      ),
    );
    for (const reader of readers) await reader.next();
    await maria.call("DELETE", "/api/session");
    await server.call("DELETE", "/api/people/otto");
    await server.call("DELETE", "/api/tokens/shop");
    await server.hook("helpdesk", ticketBody());
    for (const reader of readers)
      for (let message = await reader.next(); message !== null; message = await reader.next())
        assert.ok(!topicsOf(message).includes("runs"), "nothing that happened after its end");
  });

  test("ends when the server stops, which does not wait for it", async () => {
    const server = await openTestServer(openMemoryLog);
    const reader = await SseReader.open(changes(server), local);
    await reader.next();
    const end = reader.next();
    await server[Symbol.asyncDispose]();
    assert.equal(await end, null);
  });

  test("of a reader who takes nothing for a while tells in the end what all changed, and holds up nobody", async () => {
    await using server = await openTestServer(openMemoryLog);
    const slow = await openPaused(changes(server));
    const quick = await SseReader.open(changes(server), local);
    await quick.next();
    for (let n = 0; n < 300; n++)
      await server.call("POST", "/api/settings/stop", { scope: `c-${n}`, force: true, why: "x" });
    await until(() => (server.praxis.log.durableHead().position >= 300 ? true : undefined));
    for (let position = 0; position < 300; ) position = positionOf(await quick.next());
    quick.close();
    let text = "";
    slow.setEncoding("utf8");
    for await (const chunk of slow) {
      text += String(chunk);
      if (/"position":300,/.test(text)) break;
    }
    assert.match(text, /"topics":\["settings"\]/);
    slow.destroy();
  });
});

test("a reader whose connection takes nothing costs the server one change beyond what the system's buffers hold, and is told all in the end", async () => {
  const clock = new ManualClock();
  const log = openMemoryLog({ ports: testPorts({ clock, seed: 1 }), projections });
  const feed = new ChangeFeed(log, clock);
  let made = 0;
  const mayRead = (): boolean => {
    made += 1;
    return true;
  };
  const app = { fetch: () => new Response(changeStream({ feed, clock, after: null, mayRead, closing: undefined })) };
  const listening = await listen(app, { port: 0 });
  const slow = await openPaused(listening.url);
  cleanups.push(async () => {
    slow.destroy();
    await listening.close(0);
  });
  const messageBytes = 200_000;
  const streams = Array.from({ length: 20 }, (_, n) => `settings-${n}-${"x".repeat(messageBytes / 20)}`);
  const tellings = 300;
  for (let n = 0; n < tellings; n++) {
    const { durable } = log.write((transaction) => {
      for (const stream of streams)
        transaction.append(stream, transaction.head(stream), [{ type: "X", data: {} }], { principal: "system" });
    });
    await durable;
    clock.pass(100);
    for (let turns = 0; turns < 5; turns++) await new Promise<void>((resolve) => soon(resolve));
  }
  assert.ok(made > 1, "it was sent something");
  assert.ok(made < tellings / 3, `${made} of ${tellings} changes were made for nobody`);
  const { position } = log.head();
  let text = "";
  slow.setEncoding("utf8");
  for await (const chunk of slow) {
    text = `${text}${String(chunk)}`.slice(-2 * messageBytes);
    if (text.includes(`"position":${position},`)) break;
  }
});

/** A connection of which nothing is read until somebody does. */
function openPaused(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: local }, (response) => {
      response.pause();
      resolve(response);
    }).on("error", reject);
  });
}
