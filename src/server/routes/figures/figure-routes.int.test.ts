import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { publishReport } from "../../../oversee/built-in/publish-report.ts";
import { reference, withBareIds } from "../../../oversee/reports/references.ts";
import { process } from "../../../plan/process.ts";
import { openTestServer, runWith, ticketBody, until } from "../../testing/open-test-server.ts";

const seriesSchema = z.array(
  z.object({
    name: z.string(),
    points: z.array(z.object({ week: z.string(), value: z.number().nullable(), link: z.string() })),
  }),
);

test("KPIs are there from the first run on, and each point leads to the runs that it counts", async () => {
  await using server = await openTestServer(openMemoryLog);
  const small = await server.hook("helpdesk", ticketBody());
  await runWith(server, small.text("runs.0"), "done");
  const large = await server.hook("helpdesk", ticketBody({ order: "#2", amountCents: 9_000 }), { id: "msg_2" });
  await runWith(server, large.text("runs.0"), "waiting");
  const gate = (await server.call("GET", "/api/gates?status=open")).text("gates.0.id");
  await server.call("POST", `/api/gates/${gate}/answer`, { verdict: "approve" });
  await runWith(server, large.text("runs.0"), "done");
  const kpis = await server.call("GET", "/api/kpis?process=tickets&weeks=3");
  assert.deepEqual([kpis.status, kpis.at("processes")], [200, ["tickets"]]);
  const series = seriesSchema.parse(kpis.at("series"));
  const last = (name: string) => series.find((each) => each.name === name)?.points.at(-1);
  assert.deepEqual(
    [last("runs started")?.value, last("runs that needed a person")?.value, last("handled alone")?.value],
    [2, 1, 0.5],
  );
  assert.equal(last("runs started")?.week, "2026-W11");
  const behind = await server.call("GET", `/api${last("runs that needed a person")?.link}`);
  assert.deepEqual([behind.at("runs.length"), behind.at("runs.0.id")], [1, large.text("runs.0")]);
  const alone = await server.call("GET", `/api${last("handled alone")?.link}`);
  assert.deepEqual([alone.at("runs.length"), alone.at("runs.0.id")], [1, small.text("runs.0")]);
  const zoned = seriesSchema.parse((await server.call("GET", "/api/kpis?zone=Asia/Tokyo&weeks=1")).at("series"));
  assert.equal((await server.call("GET", `/api${zoned[0]?.points[0]?.link}`)).at("runs.length"), 2);
});

test("each point leads to as many runs as it says, housekeeping left out, and the list leaves it out the same way", async () => {
  await using server = await openTestServer(openMemoryLog);
  const tell = { on: "GateOpened", input: z.looseObject({}), isHousekeeping: true };
  server.praxis.load([process("tell approvers", tell, async () => "told")]);
  const small = await server.hook("helpdesk", ticketBody());
  await runWith(server, small.text("runs.0"), "done");
  for (const order of ["#2", "#3"]) {
    const asked = await server.hook("helpdesk", ticketBody({ order, amountCents: 9_000 }), { id: `msg ${order}` });
    await runWith(server, asked.text("runs.0"), "waiting");
  }
  const counted = async (query: string): Promise<number> =>
    (await server.call("GET", `/api/runs?${query}`)).list("runs").length;
  await until(async () => ((await counted("")) === 5 ? true : undefined));
  assert.deepEqual([await counted("work=all"), await counted("work=customer")], [5, 3]);
  const kpis = await server.call("GET", "/api/kpis?weeks=1");
  assert.deepEqual([kpis.at("processes"), kpis.at("housekeeping")], [["tickets"], ["tell approvers"]]);
  const series = seriesSchema.parse(kpis.at("series"));
  const behind = async (name: string) => {
    const [point] = series.find((each) => each.name === name)?.points ?? [];
    return [point?.value, await counted(point?.link.split("?")[1] ?? "")];
  };
  assert.deepEqual(await behind("runs started"), [3, 3]);
  assert.deepEqual(await behind("runs that needed a person"), [2, 2]);
  assert.deepEqual(await behind("handled alone"), [1 / 3, 1]);
  const counts = async (work: string) => {
    const asked = await server.call("GET", `/api/runs/counts?work=${work}`);
    return [asked.at("done"), asked.at("waiting"), asked.at("openGates")];
  };
  assert.deepEqual(
    [await counts("all"), await counts("customer")],
    [
      [3, 2, 2],
      [1, 2, 2],
    ],
  );
  const outlet = await server.call("GET", "/api/kpis?weeks=1&account=outlet");
  assert.equal(
    seriesSchema.parse(outlet.at("series")).find(({ name }) => name === "runs started")?.points[0]?.value,
    0,
  );
  assert.deepEqual((await server.call("GET", "/api/accounts")).at("accounts"), ["main"]);
});

test("a zone that does not exist is refused with what to do", async () => {
  await using server = await openTestServer(openMemoryLog);
  const asked = await server.call("GET", "/api/kpis?zone=Mars/Base");
  assert.deepEqual([asked.status, asked.at("error.code")], [422, "bad_input"]);
});

test("a published report is listed with its title, and read whole", async () => {
  await using server = await openTestServer(openMemoryLog);
  const text = { name: "weekly", period: "2026-W11", title: "A quiet week", html: "<p>quiet</p>", markdown: "quiet" };
  server.praxis.load([
    process("reports", { on: "WeekOver", input: z.object({ week: z.string() }) }, (run) => run.do(publishReport, text)),
  ]);
  for (const id of ["a", "b"]) {
    const sent = await server.call("POST", "/api/events", { type: "WeekOver", id, payload: { week: "2026-W11" } });
    await runWith(server, sent.text("runs.0"), "done");
  }
  const listed = await server.call("GET", "/api/reports");
  assert.deepEqual([listed.at("reports.length"), listed.at("reports.0.title")], [1, "A quiet week"]);
  assert.equal((await server.call("GET", "/api/reports?name=daily")).at("reports.length"), 0);
  const read = await server.call("GET", `/api/reports/${listed.text("reports.0.id")}`);
  assert.deepEqual([read.at("html"), read.at("markdown"), read.at("period")], ["<p>quiet</p>", "quiet", "2026-W11"]);
  const none = await server.call("GET", "/api/reports/unheard-of");
  assert.deepEqual([none.status, none.at("error.code")], [404, "unknown_report"]);
});

test("K10: a report names people by reference: as they are called now, escaped, and `(erased)` once they are", async () => {
  await using server = await openTestServer(openMemoryLog);
  const input = z.object({ run: z.string(), customer: z.string() });
  const published = process("reports", { on: "WeekOver", input }, async (run, { run: id, customer }) => {
    const names = `${reference("run", id)} of ${reference("customer", customer)}`;
    const text = { title: names, html: `<p>${names}</p>`, markdown: `*${names}*` };
    await run.do(publishReport, { name: "weekly", period: "1", ...text });
    return withBareIds(text.html);
  });
  server.praxis.load([published]);
  const subject = [{ kind: "mail", value: "mia@example.com" }];
  const payload = { parcel: "<b>the parcel of *Mia*" };
  const begun = await server.call("POST", "/api/events", { type: "ReturnAnnounced", id: "1", payload, subject });
  const id = begun.text("runs.0");
  const customer = (await runWith(server, id, "waiting")).text("customer.id");
  const week = { type: "WeekOver", id: "w", payload: { run: id, customer } };
  const reporting = (await server.call("POST", "/api/events", week)).text("runs.0");
  const mailed = (await runWith(server, reporting, "done")).at("result");
  assert.equal(mailed, `<p>${id} of ${customer}</p>`);
  const report = (await server.call("GET", "/api/reports")).text("reports.0.id");
  const before = await server.call("GET", `/api/reports/${report}`);
  assert.match(before.text("title"), /<b>the parcel of \*Mia\*.* of mia@example\.com$/);
  assert.match(before.text("html"), /&lt;b&gt;the parcel of \*Mia\*.* of mia@example\.com<\/p>$/);
  assert.match(before.text("markdown"), /\\<b\\>the parcel of \\\*Mia\\\*/);
  await server.call("POST", "/api/subjects/forget", { subject: "mia@example.com", why: "she asked for it" });
  const after = await server.call("GET", `/api/reports/${report}`);
  assert.deepEqual(
    [after.at("title"), after.at("html"), after.at("markdown")],
    ["(erased) of (erased)", "<p>(erased) of (erased)</p>", "*(erased) of (erased)*"],
  );
});
