/** People and sessions on the log: what their tables hold, and what a log that cannot be written costs. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PraxisError } from "../../kernel/errors.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { EventLog } from "../../log/event-log.ts";
import { MemoryDisk, openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { PeopleBook } from "./people-book.ts";
import { peopleProjection } from "./people-table.ts";
import { SessionBook } from "./session-book.ts";

const clock = new ManualClock();
const disk = () => new MemoryDisk();

function open(on: MemoryDisk, version = peopleProjection.version, wrap = (log: EventLog): EventLog => log) {
  const ports = testPorts({ clock, seed: 1 });
  const log = wrap(openMemoryLog({ disk: on, ports, projections: [{ ...peopleProjection, version }] }));
  return { log, people: new PeopleBook(log), sessions: new SessionBook(log, ports) };
}

describe("people", () => {
  test("their tables are built again from the log as they were, also where a mail address was erased", async () => {
    const on = disk();
    const first = open(on);
    await first.people.add({ name: "maria", role: "admin", mail: "maria@example.com" }, "local");
    await first.people.add({ name: "otto", role: "viewer", mail: "otto@example.com" }, "maria");
    await first.people.add({ name: "gone", role: "viewer", mail: "gone@example.com" }, "maria");
    await first.people.change("otto", { role: "operator", mail: null }, "maria");
    await first.people.remove("gone", "maria");
    const used = await first.sessions.offer("maria", "local");
    const { secret } = await first.sessions.signIn(used.code);
    await first.sessions.offer("otto", "maria");
    const tables = (log: EventLog) =>
      ["people", "logins", "sessions"].map((table) => log.sql.all(`SELECT * FROM ${table}`));
    const before = tables(first.log);
    const again = open(on, peopleProjection.version + 1);
    assert.deepEqual(tables(again.log), before);
    assert.deepEqual(
      again.people.all().map(({ name, role, mail }) => [name, role, mail]),
      [
        ["maria", "admin", "maria@example.com"],
        ["otto", "operator", null],
      ],
    );
    assert.equal(again.sessions.recognise(secret)?.person, "maria");
    assert.doesNotMatch(JSON.stringify(before), /example\.com/);
  });

  test("a name that comes again has nothing of the one before: no mail address, no session, no link", async () => {
    const { people, sessions } = open(disk());
    await people.add({ name: "maria", role: "viewer", mail: "maria@example.com" }, "local");
    const { code } = await sessions.offer("maria", "local");
    const { secret } = await sessions.signIn((await sessions.offer("maria", "local")).code);
    await people.remove("maria", "local");
    await people.add({ name: "maria", role: "admin", mail: null }, "local");
    assert.equal(people.find("maria")?.mail, null);
    assert.equal(sessions.recognise(secret), undefined);
    await assert.rejects(sessions.signIn(code), { code: "login_refused" });
  });
});

describe("a session", () => {
  test("is recognised while the log cannot be written, which is asked once a minute at most", async () => {
    let isFull = false;
    let asked = 0;
    const { people, sessions } = open(
      disk(),
      peopleProjection.version,
      (log) =>
        new Proxy<EventLog>(log, {
          get(target, name) {
            if (isFull && name === "write")
              return () => {
                asked += 1;
                throw new PraxisError("disk_full", "full", { next: "Free some space." });
              };
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
    );
    await people.add({ name: "maria", role: "viewer", mail: null }, "local");
    const { secret } = await sessions.signIn((await sessions.offer("maria", "local")).code);
    const begun = clock.now();
    isFull = true;
    clock.pass(3_600_000);
    for (let n = 0; n < 5; n++) assert.equal(sessions.recognise(secret)?.person, "maria");
    assert.equal(asked, 1);
    clock.pass(60_000);
    sessions.recognise(secret);
    assert.equal(asked, 2);
    assert.equal(people.find("maria")?.lastSeenAt, begun);
    isFull = false;
    clock.pass(60_000);
    for (let n = 0; n < 5; n++) sessions.recognise(secret);
    assert.equal(people.find("maria")?.lastSeenAt, clock.now());
  });
});
