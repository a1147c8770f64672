/** Stories over HTTP. Their texts are golden: somebody who has never seen Praxis reads them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CallError } from "../../../act/call.ts";
import { isObject } from "../../../kernel/json.ts";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import type { Called } from "../../testing/called.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "../../testing/open-test-server.ts";
import type { Ticket } from "../../testing/sample-shop.ts";

async function begin(server: TestServer, body: Partial<Ticket> = {}): Promise<string> {
  return (await server.hook("helpdesk", ticketBody(body))).text("runs.0");
}

const story = (server: TestServer, run: string, query = "") => server.call("GET", `/api/runs/${run}/story${query}`);

/** What, and why in brackets, of each moment. */
function lines(told: Called): string[] {
  return told.list("moments").map((each) => {
    const moment = isObject(each) ? each : {};
    return `${moment.kind}: ${moment.what}${moment.why === null ? "" : ` (${moment.why})`}`;
  });
}

async function openGate(server: TestServer): Promise<string> {
  return until(async () => {
    const list = await server.call("GET", "/api/gates?status=open");
    return list.at("gates.length") === 1 ? list.text("gates.0.id") : undefined;
  });
}

const maria = { authorization: "Bearer test-local-token", "x-praxis-person": "maria" };

describe("the story of a run", () => {
  test("says why a refund was made and who allowed it", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await begin(server, { amountCents: 9_900 });
    const gate = await openGate(server);
    await runWith(server, run, "waiting");
    const waiting = await story(server, run);
    assert.equal(waiting.at("headline"), "Waiting for a person to answer “Refund 99.00 for order #1”");
    assert.equal(
      waiting.at("why"),
      "Waiting for a person to answer “Refund 99.00 for order #1”, since 12 Mar 2026, 14:03 UTC. Anybody who may approve can answer. If nobody has answered by 19 Mar 2026, 14:03 UTC, it counts as no.",
    );
    server.clock.turn(7 * 60_000);
    await server.call("POST", `/api/gates/${gate}/answer`, { verdict: "approve", reason: "a loyal customer" }, maria);
    await runWith(server, run, "done");
    const told = await story(server, run);
    assert.equal(told.at("headline"), "Done: Refund 99.00 for order #1 (maria said yes)");
    assert.equal(told.at("why"), null);
    assert.equal(told.at("run.title"), "Tickets: “The mug came broken, money back please”");
    assert.deepEqual(lines(told), [
      'came in: Ticket received, from "helpdesk"',
      "asked: A person was asked: “Refund 99.00 for order #1” (99 is more than 50)",
      "answered: maria said yes: “Refund 99.00 for order #1” (a loyal customer)",
      'decided: To be done: Refund 99.00 for order #1 (The level was gated: a person is asked where a policy or the risk says so. The policy "refund limit" asked a person: 99 is more than 50 (most 50.00 €). maria approved it on 12 Mar 2026, 14:10 UTC: “a loyal customer”)',
      "did: Done: Refund 99.00 for order #1 (Payments confirmed it)",
      "ended: It came to its end",
    ]);
    for (const index of [0, 3])
      assert.equal(told.at(`moments.${index}.from`), "The mug came broken, money back please");
    assert.deepEqual([told.at("moments.3.by"), told.at("moments.3.step")], ["maria", 1]);
    assert.deepEqual(told.at("moments.2.of"), { kind: "gate", id: gate });
    const bars = told.list("bars").map((bar) => (isObject(bar) ? [bar.lane === "people", bar.kind, bar.status] : []));
    assert.deepEqual(bars.slice(0, 2), [
      [false, "person", "past"],
      [true, "person", "done"],
    ]);
    assert.deepEqual(told.at("steps"), [
      { seq: 1, kind: "do", name: "refund", at: server.clock.now(), editable: false },
    ]);
    assert.equal(told.at("effects.0.attemptsLog.1.what"), "Sent to payments");
  });

  test("says who declined, and why nothing was done", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await begin(server, { amountCents: 9_900 });
    const answer = { verdict: "decline", reason: "she was refunded last week" };
    await server.call("POST", `/api/gates/${await openGate(server)}/answer`, answer, maria);
    await runWith(server, run, "done");
    const told = await story(server, run);
    assert.equal(told.at("headline"), "maria said no: Refund 99.00 for order #1");
    assert.ok(
      lines(told).includes("answered: maria said no: “Refund 99.00 for order #1” (she was refunded last week)"),
    );
  });

  test("says what the other side refused", async () => {
    await using server = await openTestServer(openMemoryLog);
    server.payments.answerWith = () => {
      throw new CallError("refused", "charge_too_old", "the charge is older than 180 days");
    };
    const run = await begin(server);
    await runWith(server, run, "done");
    const told = await story(server, run);
    assert.equal(told.at("headline"), "Not done: Refund 43.20 for order #1 (the charge is older than 180 days)");
    assert.ok(
      lines(told).includes(
        "did: Not done: Refund 43.20 for order #1. Payments refused it (The charge is older than 180 days.)",
      ),
    );
  });

  test("says of what nobody knows, what is being done about it, and how it came out", async () => {
    await using server = await openTestServer(openMemoryLog);
    server.payments.answerWith = () => {
      server.clock.turn(3_600_000);
      throw new CallError("ambiguous", "cut", "the connection was cut");
    };
    const run = await begin(server);
    const unknown = await until(async () => {
      const told = await story(server, run);
      return told.at("effects.0.status") === "unknown" ? told : undefined;
    });
    assert.equal(unknown.at("headline"), "Nobody knows yet whether this was done: Refund 43.20 for order #1");
    assert.match(unknown.text("why"), /no answer came from payments\. The next look at it is on 12 Mar 2026/);
    assert.ok(
      lines(unknown).includes(
        "other: Nobody knows yet whether it was done: Refund 43.20 for order #1 (The connection was cut. It is sent again under the same key, which cannot do it twice.)",
      ),
    );
    server.clock.turn(60_000);
    await runWith(server, run, "done");
    const told = await story(server, run);
    assert.deepEqual(
      told.list("effects.0.attemptsLog").map((each) => (isObject(each) ? each.what : null)),
      [
        "Decided",
        "Sent to payments",
        "Nobody knows yet",
        "Sent to payments again, under the same key",
        "Done: payments confirmed it",
      ],
    );
  });

  test("says what a run waits for from outside, and that it came", async () => {
    await using server = await openTestServer(openMemoryLog);
    const send = (type: string, id: string, payload: object, about: string | null = null) =>
      server.call("POST", "/api/events", { type, id, payload, about });
    const run = (await send("ReturnAnnounced", "r", { parcel: "P7" })).text("runs.0");
    await runWith(server, run, "waiting");
    assert.equal(
      (await story(server, run)).at("why"),
      "Waiting for the event GoodsArrived from outside, since 12 Mar 2026, 14:03 UTC. If it has not come by 11 Apr 2026, 14:03 UTC, the process goes on without it.",
    );
    await send("GoodsArrived", "g", { note: "one box, dented" }, "P7");
    await runWith(server, run, "done");
    const told = await story(server, run);
    assert.ok(lines(told).includes('came in: Goods arrived, from "api" (The run waited for it, about P7)'));
    assert.equal(told.at("moments.2.from"), "one box, dented");
  });

  test("says why it was set aside and what to do, and who took it up again", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = { process: "clumsy", input: { mood: "grumpy as ever" }, why: "to see what happens" };
    const run = (await server.call("POST", "/api/runs", body, maria)).text("run");
    await runWith(server, run, "set aside");
    const told = await story(server, run);
    assert.match(told.text("headline"), /^Set aside: it is grumpy as ever/);
    assert.match(told.text("why"), /^Set aside since 12 Mar 2026, 14:03 UTC, because it is grumpy as ever/);
    assert.equal(lines(told)[0], "came in: maria started it by hand (to see what happens)");
    await server.call("POST", `/api/runs/${run}/retry`, { why: "once more" }, maria);
    await until(
      async () => lines(await story(server, run)).includes("operator: maria took it up again (once more)") || undefined,
    );
  });

  test("is told a page at a time, without a gap, and names nobody who was erased", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await begin(server, { amountCents: 9_900 });
    await server.call("POST", `/api/gates/${await openGate(server)}/answer`, { verdict: "approve" }, maria);
    await runWith(server, run, "done");
    const whole = await story(server, run);
    const pages: string[] = [];
    for (let from = 1; from <= Number(whole.at("momentsTotal")); from += 2)
      pages.push(...lines(await story(server, run, `?from=${from}&limit=2`)));
    assert.deepEqual(pages, lines(whole));
    assert.equal(whole.at("momentsTotal"), 6);
    assert.equal((await story(server, run, "?from=99")).list("moments").length, 0);
    await server.call("POST", "/api/subjects/forget", { subject: "mia@example.com", why: "she asked" });
    const erased = await story(server, run);
    assert.doesNotMatch(JSON.stringify(erased.body), /mia|mug/);
    assert.deepEqual([erased.at("erasure.why"), typeof erased.at("erasure.at")], ["she asked", "number"]);
    assert.match(
      erased.text("headline"),
      /^Done: [\w: ]*refund of 99\.00 € \(erased\)$/i,
      "what it moved stays on record",
    );
    assert.equal(whole.at("erasure"), null);
  });

  test("of a run that is unknown is answered with 404", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const path of ["story", "events"])
      assert.equal((await server.call("GET", `/api/runs/nope/${path}`)).status, 404);
  });
});

test("raw events are searched in their content, and paged", async () => {
  await using server = await openTestServer(openMemoryLog);
  const run = await begin(server);
  await runWith(server, run, "done");
  const find = (query: string) => server.call("GET", `/api/runs/${run}/events?${query}`);
  const all = await find("limit=2");
  assert.deepEqual([all.at("events.length"), all.at("total"), all.at("next")], [2, 3, 3]);
  assert.equal((await find("from=3")).at("events.0.type"), "RunFinished");
  assert.equal((await find("q=BROKEN")).at("events.0.type"), "RunStarted");
  assert.equal((await find("q=broken")).at("events.length"), 1);
  assert.deepEqual((await find("q=nowhere")).at("events"), []);
});
