/** What the server says when it cannot write, and that it never shows what is not on disk. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PraxisError } from "../kernel/errors.ts";
import type { EventLog } from "../log/event-log.ts";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { folderLog } from "./testing/folder-log.ts";
import { type OpenLog, openTestServer, runWith, ticketBody } from "./testing/open-test-server.ts";

const full = (): never => {
  throw new PraxisError("disk_full", "the disk is full", { next: "Free some space.", disposition: "retry" });
};

/** A log whose disk fills up when told, either at once or only at the commit. */
function fillable(where: "write" | "commit"): { open: OpenLog; disk: { full: boolean } } {
  const disk = { full: false };
  const open: OpenLog = (options) => {
    const log = openMemoryLog(options);
    return new Proxy<EventLog>(log, {
      get(target, name) {
        if (disk.full && where === "write" && (name === "write" || name === "append")) return full;
        if (disk.full && where === "commit" && name === "write")
          return (work: Parameters<EventLog["write"]>[0]) => {
            const durable = Promise.reject(new PraxisError("disk_full", "full", { next: "Free some space." }));
            durable.catch(() => undefined);
            return { value: target.write(work).value, durable };
          };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  return { open, disk };
}

describe("a full disk", () => {
  for (const where of ["write", "commit"] as const) {
    test(`found at the ${where} is answered with 507 and Retry-After, for events and for refusals`, async () => {
      const { open, disk } = fillable(where);
      await using server = await openTestServer(open);
      disk.full = true;
      const bodies = [
        await server.hook("open", ticketBody(), { headers: {} }),
        await server.hook("open", "{oops", { headers: {} }),
        await server.call("POST", "/api/events", { type: "X", id: "1", payload: null }),
        await server.call("POST", "/api/tokens", { name: "maria", scopes: ["read"] }),
      ];
      for (const answer of bodies) {
        assert.deepEqual([answer.status, answer.at("error.code")], [507, "disk_full"]);
        assert.equal(answer.headers.get("retry-after"), "30");
      }
      assert.equal((await server.call("GET", "/api/health")).status, 200);
    });
  }
});

test("a log that is closed or held by another is answered with 503, and a bug with 500 that tells nothing", async () => {
  let code = "";
  const open: OpenLog = (options) =>
    new Proxy<EventLog>(openMemoryLog(options), {
      get(target, name) {
        if (name === "write" && code === "bug")
          return () => {
            throw new TypeError("secret inside");
          };
        if (name === "write" && code !== "")
          return () => {
            throw new PraxisError(code, "not now", { next: "Wait.", disposition: "retry" });
          };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  await using server = await openTestServer(open);
  code = "log_closed";
  const closed = await server.hook("open", ticketBody(), { headers: {} });
  assert.deepEqual([closed.status, closed.headers.get("retry-after")], [503, "5"]);
  code = "bug";
  const bug = await server.hook("open", ticketBody(), { headers: {} });
  assert.deepEqual([bug.status, bug.at("error.code")], [500, "internal"]);
  assert.ok(!JSON.stringify(bug.body).includes("secret inside"));
  assert.match(server.reports.join(), /secret inside/);
  code = "";
});

test("an answer waits for the disk, and does not come if what it shows is lost", async () => {
  const disk = { waiting: Promise.resolve() };
  const open: OpenLog = (options) =>
    new Proxy<EventLog>(openMemoryLog(options), {
      get(target, name) {
        if (name === "whenDurable") return () => disk.waiting;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  await using server = await openTestServer(open);
  const { promise, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined);
  disk.waiting = promise;
  let answered = false;
  const asking = server.call("GET", "/api/runs").finally(() => {
    answered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(answered, false);
  reject(new PraxisError("disk_full", "full", { next: "Free some space.", disposition: "retry" }));
  assert.equal((await asking).status, 507);
});

test("on a real folder, what was answered with 202 is in the log that is opened next, and its id is known", async () => {
  using folder = folderLog();
  let run = "";
  {
    await using server = await openTestServer(folder.open);
    run = (await server.hook("helpdesk", ticketBody())).text("runs.0");
    await runWith(server, run, "done");
  }
  await using server = await openTestServer(folder.open);
  await runWith(server, run, "done");
  assert.equal((await server.hook("helpdesk", ticketBody())).status, 200);
  assert.equal(server.payments.seen.length, 0);
});
