/** People who sign in with a browser: links that work once, the cookie, foreign pages, roles. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { roles, scopesOf } from "../oversee/people/roles.ts";
import { Browser, loginCode, signedIn } from "./testing/browser.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "./testing/open-test-server.ts";

const day = 86_400_000;

async function who(browser: Browser): Promise<unknown> {
  return (await browser.call("GET", "/api/session")).at("person.name");
}

describe("a login link", () => {
  test("leads to this server, carries its code behind the hash, and signs its person in", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.call("POST", "/api/people", { name: "maria", role: "approver", mail: "maria@example.com" });
    const link = await server.call("POST", "/api/people/maria/login-link");
    const url = new URL(link.text("url"));
    assert.equal(`${url.origin}${url.pathname}${url.search}`, `${server.url}/login`);
    assert.match(url.hash, /^#code=[\w-]{43}$/);
    assert.equal(link.at("expiresAt"), server.clock.now() + 15 * 60_000);
    const browser = new Browser(server);
    assert.deepEqual((await browser.call("GET", "/api/session")).at("person"), null);
    const answer = await browser.call("POST", "/api/session", { code: url.hash.slice("#code=".length) });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.at("person"), { name: "maria", role: "approver", scopes: [...scopesOf.approver] });
    assert.deepEqual((await browser.call("GET", "/api/session")).at("person"), answer.at("person"));
    assert.equal((await server.call("GET", "/api/session")).at("person.role"), "admin", "this machine's own token");
    assert.equal((await browser.call("GET", "/api/runs")).status, 200);
    const everything = JSON.stringify(server.praxis.log.readAll(1, 1_000));
    for (const secret of [url.hash.slice("#code=".length), browser.cookie.slice("praxis-session=".length)])
      assert.ok(secret.length > 40 && !everything.includes(secret), "only its digest is on record");
  });

  test("works for one of two who use it in the same moment, and for nobody afterwards", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.call("POST", "/api/people", { name: "maria", role: "viewer" });
    const code = await loginCode(server, "maria");
    const browsers = [new Browser(server), new Browser(server)];
    const answers = await Promise.all(browsers.map((browser) => browser.call("POST", "/api/session", { code })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401]);
    assert.equal(answers.find(({ status }) => status === 401)?.at("error.code"), "login_refused");
    const late = await new Browser(server).call("POST", "/api/session", { code });
    assert.deepEqual([late.status, late.at("error.code")], [401, "login_refused"]);
    const begun = server.praxis.log.readStream("people").filter(({ type }) => type === "SignedIn");
    assert.equal(begun.length, 1);
  });

  test("is not used up by a GET of any address, nor by a POST that does not come from the console", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.call("POST", "/api/people", { name: "maria", role: "viewer" });
    const code = await loginCode(server, "maria");
    const browser = new Browser(server);
    for (const path of [`/login?code=${code}`, `/api/session?code=${code}`, `/api/session/${code}`]) {
      const response = await fetch(`${server.url}${path}`);
      assert.deepEqual(response.headers.getSetCookie(), [], path);
      await response.text();
    }
    for (const headers of [{ "x-praxis-console": "" }, { origin: "" }, { origin: "http://localhost:9" }])
      assert.equal((await browser.call("POST", "/api/session", { code }, headers)).status, 403);
    assert.equal(browser.cookie, "");
    assert.equal((await browser.call("POST", "/api/session", { code })).status, 200);
  });

  test("ends after 15 minutes", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.call("POST", "/api/people", { name: "maria", role: "viewer" });
    const [early, late] = [await loginCode(server, "maria"), await loginCode(server, "maria")];
    server.clock.turn(15 * 60_000 - 1);
    assert.equal((await new Browser(server).call("POST", "/api/session", { code: early })).status, 200);
    server.clock.turn(1);
    assert.equal((await new Browser(server).call("POST", "/api/session", { code: late })).status, 401);
  });

  test("that does not work is refused more shortly after ten tries a minute; one that works still works", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.call("POST", "/api/people", { name: "maria", role: "viewer" });
    const browser = new Browser(server);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++)
      statuses.push((await browser.call("POST", "/api/session", { code: `no ${n}` })).status);
    assert.deepEqual([...new Set(statuses.slice(0, 10))], [401]);
    assert.deepEqual(statuses.slice(10), [429, 429]);
    const refused = await browser.call("POST", "/api/session", { code: "no" });
    assert.deepEqual([refused.at("error.code"), refused.headers.get("retry-after")], ["too_many_tries", "60"]);
    const code = await loginCode(server, "maria");
    assert.equal((await browser.call("POST", "/api/session", { code })).status, 200);
    server.clock.turn(60_000);
    assert.equal((await browser.call("POST", "/api/session", { code: "no" })).status, 401);
  });
});

describe("a session", () => {
  test("is a cookie that no script reads and no other site sends, for 30 days; Secure where the browser has https", async () => {
    await using server = await openTestServer(openMemoryLog, { allowedHosts: ["praxis.example.com"] });
    const browser = await signedIn(server, "maria", "viewer");
    assert.match(browser.setCookie, /^praxis-session=[\w-]{43}; /);
    const attributes = browser.setCookie.split("; ").slice(1).sort();
    assert.deepEqual(attributes, ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict"]);
    const code = await loginCode(server, "maria");
    const behindProxy = { "x-forwarded-proto": "https" };
    assert.equal((await browser.call("POST", "/api/session", { code }, behindProxy)).status, 200);
    assert.match(browser.setCookie, /; Secure(;|$)/);
  });

  test("ends when its person signs out, and is not the next one's", async () => {
    await using server = await openTestServer(openMemoryLog);
    const browser = await signedIn(server, "maria", "viewer");
    const old = browser.cookie;
    assert.equal((await browser.call("POST", "/api/session", { code: await loginCode(server, "maria") })).status, 200);
    assert.notEqual(browser.cookie, old);
    const replaced = await browser.call("GET", "/api/runs", undefined, { cookie: old });
    assert.deepEqual([replaced.status, replaced.at("error.code")], [401, "not_signed_in"]);
    const last = browser.cookie;
    assert.equal((await browser.call("DELETE", "/api/session")).status, 200);
    assert.match(browser.setCookie, /Max-Age=0/);
    assert.equal((await browser.call("GET", "/api/runs", undefined, { cookie: last })).status, 401);
    assert.equal(await who(browser), undefined);
  });

  test("ends after 30 days, and when its person is removed", async () => {
    await using server = await openTestServer(openMemoryLog);
    const browser = await signedIn(server, "maria", "viewer");
    const code = await loginCode(server, "maria");
    server.clock.turn(30 * day - 1);
    assert.equal(await who(browser), "maria");
    server.clock.turn(1);
    assert.equal(await who(browser), undefined);
    const otto = await signedIn(server, "otto", "viewer");
    assert.equal(await who(otto), "otto");
    const unused = await loginCode(server, "otto");
    assert.equal((await server.call("DELETE", "/api/people/otto")).status, 200);
    assert.equal(await who(otto), undefined);
    for (const each of [code, unused])
      assert.equal((await new Browser(server).call("POST", "/api/session", { code: each })).status, 401);
    await server.call("POST", "/api/people", { name: "otto", role: "admin" });
    assert.equal(await who(otto), undefined, "the next of this name is somebody else");
  });

  test("goes by the role that its person has now", async () => {
    await using server = await openTestServer(openMemoryLog);
    const maria = await signedIn(server, "maria", "viewer");
    const stop = { scope: "*", why: "prices are wrong" };
    const refused = await maria.call("POST", "/api/settings/stop", stop);
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
    assert.equal((await server.call("PUT", "/api/people/maria", { role: "operator" })).status, 200);
    assert.equal((await maria.call("POST", "/api/settings/stop", stop)).status, 200);
    const settings = await maria.call("GET", "/api/settings");
    assert.equal(settings.at("settings.0.changedBy"), "person:maria");
    assert.equal((await server.call("PUT", "/api/people/maria", { role: "viewer" })).status, 200);
    assert.equal((await maria.call("POST", "/api/settings/resume", stop)).status, 403);
  });

  test("changes nothing for a page of another site or port, which can send its cookie and nothing else", async () => {
    await using server = await openTestServer(openMemoryLog);
    const maria = await signedIn(server, "maria", "admin");
    const stop = { scope: "*", why: "x" };
    for (const headers of [
      { "x-praxis-console": "" },
      { origin: "" },
      { "x-praxis-console": "0" },
      { origin: "", "x-praxis-console": "" },
    ]) {
      const refused = await maria.call("POST", "/api/settings/stop", stop, headers);
      assert.deepEqual([refused.status, refused.at("error.code")], [403, "console_only"], JSON.stringify(headers));
    }
    for (const origin of ["http://localhost:9", "https://evil.example", "null"]) {
      const refused = await maria.call("POST", "/api/settings/stop", stop, { origin });
      assert.deepEqual([refused.status, refused.at("error.code")], [403, "foreign_origin"], origin);
    }
    assert.deepEqual((await maria.call("GET", "/api/settings")).at("stopped"), []);
    assert.equal((await maria.call("DELETE", "/api/session", undefined, { "x-praxis-console": "" })).status, 403);
    const token = { authorization: "Bearer test-local-token" };
    assert.equal((await server.call("POST", "/api/settings/stop", stop, token)).status, 200, "a token needs no header");
  });

  test("may do at each endpoint what its role allows, and nothing else", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { paths } = Object((await server.call("GET", "/api/openapi.json")).body);
    const browsers = new Map(
      await Promise.all(roles.map(async (role) => [role, await signedIn(server, `a-${role}`, role)] as const)),
    );
    let checked = 0;
    for (const [path, methods] of Object.entries(Object(paths)))
      for (const [method, operation] of Object.entries(Object(methods))) {
        const scope: unknown = Object(operation).security?.[0]?.token?.[0];
        if (typeof scope !== "string" || path === "/api/changes") continue;
        for (const role of roles) {
          const address = path.replaceAll(/\{\w+\}/g, "x");
          const body = method === "get" ? undefined : {};
          const answer = await browsers.get(role)?.call(method.toUpperCase(), address, body);
          const allowed = scopesOf[role].some((each) => each === scope);
          assert.equal(answer?.at("error.code") === "scope_missing", !allowed, `${role}: ${method} ${path}`);
          assert.notEqual(answer?.status, 401);
          checked += 1;
        }
      }
    assert.ok(checked > 100);
  });
});

describe("people", () => {
  test("are listed with when they were last here; their mail is for admins, and lies sealed in the log", async () => {
    await using server = await openTestServer(openMemoryLog);
    const mail = "maria@example.com";
    const added = await server.call("POST", "/api/people", { name: "maria", role: "approver", mail });
    assert.deepEqual([added.status, added.at("mail"), added.at("lastSeenAt")], [201, mail, null]);
    const otto = await signedIn(server, "otto", "viewer");
    const seen = server.clock.now();
    assert.deepEqual((await otto.call("GET", "/api/people")).at("people.0.mail"), null);
    server.clock.turn(2 * 3_600_000);
    await otto.call("GET", "/api/runs");
    const list = await server.call("GET", "/api/people");
    assert.deepEqual(list.at("people.0.mail"), mail);
    assert.deepEqual(list.at("people.1.lastSeenAt"), seen + 2 * 3_600_000);
    const tables = JSON.stringify(server.praxis.log.sql.all("SELECT * FROM people"));
    const raw = server.praxis.log.sql.all("SELECT CAST(payload AS TEXT) AS payload FROM events");
    assert.ok(!(tables + JSON.stringify(raw)).includes(mail));
    await server.call("DELETE", "/api/people/maria");
    assert.ok(!JSON.stringify(server.praxis.log.readAll(1, 1_000)).includes(mail), "it is erased with the person");
  });

  test("have names of their own, and one admin stays", async () => {
    await using server = await openTestServer(openMemoryLog);
    const add = (name: string, role: string) => server.call("POST", "/api/people", { name, role });
    assert.equal((await add("maria", "admin")).status, 201);
    for (const name of ["maria", "Maria"]) assert.equal((await add(name, "viewer")).at("error.code"), "person_exists");
    for (const name of ["local", "", "a b", "person:x"]) assert.equal((await add(name, "viewer")).status, 422, name);
    assert.equal((await add("otto", "root")).status, 422);
    const demoted = await server.call("PUT", "/api/people/maria", { role: "viewer" });
    assert.deepEqual([demoted.status, demoted.at("error.code")], [409, "last_admin"]);
    assert.equal((await server.call("DELETE", "/api/people/maria")).status, 409);
    await add("otto", "admin");
    await server.call("POST", "/api/tokens", { name: "maria", scopes: ["read"] });
    const removed = await server.call("DELETE", "/api/people/MARIA");
    assert.equal(removed.status, 200);
    assert.match(removed.text("warning"), /token "maria" is still in force/);
    assert.equal((await server.call("POST", "/api/people/maria/login-link")).status, 404);
  });
});

test("who started a run by hand, or sent what it began with, is the requester of its gates; nobody is where a source sent it", async () => {
  await using server: TestServer = await openTestServer(openMemoryLog);
  const maria = await signedIn(server, "maria", "admin");
  const payload = { order: "#7", amountCents: 9_900, text: "please" };
  const sent = await maria.call("POST", "/api/events", { type: "TicketReceived", id: "1", payload });
  const byHand = { process: "tickets", input: { ...payload, order: "#8" }, why: "she called" };
  const started = await maria.call("POST", "/api/runs", byHand);
  const hook = await server.hook("helpdesk", ticketBody({ order: "#9", amountCents: 9_900 }));
  const runs = [sent.text("runs.0"), started.text("run"), hook.text("runs.0")];
  for (const run of runs) await runWith(server, run, "waiting");
  const requesters = await Promise.all(
    runs.map(async (run) => {
      const gate = await until(async () => server.praxis.log.sql.get("SELECT id FROM gates WHERE run = ?", run));
      return (await server.call("GET", `/api/gates/${String(gate.id)}`)).at("requester");
    }),
  );
  assert.deepEqual(requesters, ["maria", "maria", null]);
});
