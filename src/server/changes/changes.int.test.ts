/** The live stream over a real connection: sessions, restarts, readers who are slow or gone. */
import assert from "node:assert/strict";
import { get, type IncomingMessage } from "node:http";
import { describe, test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { signedIn } from "../testing/browser.ts";
import { folderLog } from "../testing/folder-log.ts";
import { localToken, openTestServer, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";
import { positionOf, SseReader, topicsOf } from "../testing/sse-reader.ts";

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

/** A connection of which nothing is read until somebody does. */
function openPaused(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: local }, (response) => {
      response.pause();
      resolve(response);
    }).on("error", reject);
  });
}
