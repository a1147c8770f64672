/** The console as a browser gets it: files, pages that are no files, what keeps strangers out; and nothing from beside its folder. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { openTestServer, type TestServer } from "./testing/open-test-server.ts";

const root = mkdtempSync(join(tmpdir(), "praxis-console-"));
const built = join(root, "console");
const script = "console.log('hello');\n".repeat(100);
let server: TestServer;

before(async () => {
  mkdirSync(join(built, "assets"), { recursive: true });
  writeFileSync(join(built, "index.html"), "<!doctype html><title>Praxis</title>");
  writeFileSync(join(built, "mark.svg"), "<svg/>");
  writeFileSync(join(built, ".hidden"), "secret");
  writeFileSync(join(built, "assets", "main-Ab12_x.js"), script);
  writeFileSync(join(built, "assets", "pre-Cd34.css"), "body{}");
  writeFileSync(join(built, "assets", "pre-Cd34.css.br"), "brotli bytes");
  writeFileSync(join(root, "master.key"), "secret");
  server = await openTestServer(openMemoryLog, { consoleFolder: built });
});

after(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

/** With the path as it is: fetch would tidy it up first. */
async function raw(path: string, more = ""): Promise<{ status: number; head: string; body: Buffer }> {
  const { hostname, port } = new URL(server.url);
  const chunks: Buffer[] = [];
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n`);
  for await (const chunk of socket) chunks.push(Buffer.from(chunk));
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf("\r\n\r\n");
  const head = answer.subarray(0, end).toString();
  return { status: Number(head.split(" ")[1]), head, body: answer.subarray(end + 4) };
}

describe("the console", () => {
  test("is there without a token, on each address that is not the API's or a webhook's", async () => {
    for (const path of ["/", "/login", "/runs/abc", "/processes/payments.refund", "/apiary"]) {
      const answer = await raw(path);
      assert.equal(answer.status, 200, path);
      assert.match(answer.body.toString(), /<title>Praxis<\/title>/, path);
      assert.match(answer.head, /cache-control: no-cache/i);
    }
    for (const path of ["/api", "/api/nowhere", "/hooks", "/hooks/x/y"]) {
      const answer = await raw(path);
      assert.equal(answer.status, 404, path);
      assert.match(answer.body.toString(), /unknown_address/, path);
    }
    assert.equal((await fetch(server.url, { method: "POST" })).status, 404);
    assert.equal((await fetch(server.url, { method: "HEAD" })).status, 200);
  });

  test("keeps for ever what has its hash in its name, compressed; a missing file is missing", async () => {
    const asset = await raw("/assets/main-Ab12_x.js");
    assert.match(asset.head, /cache-control: public, max-age=31536000, immutable/i);
    assert.match(asset.head, /content-type: text\/javascript/i);
    assert.match(asset.head, /vary: accept-encoding/i);
    assert.equal(asset.body.toString(), script);
    const gzipped = await fetch(`${server.url}/assets/main-Ab12_x.js`, { headers: { "accept-encoding": "gzip" } });
    assert.equal(gzipped.headers.get("content-encoding"), "gzip");
    assert.equal(await gzipped.text(), script);
    const compressed = await raw("/assets/main-Ab12_x.js", "Accept-Encoding: gzip\r\n");
    assert.ok(compressed.body.length < script.length / 5);
    assert.equal(gunzipSync(compressed.body).toString(), script);
    const brotli = await raw("/assets/pre-Cd34.css", "Accept-Encoding: br, gzip\r\n");
    assert.match(brotli.head, /content-encoding: br/i);
    assert.match(brotli.body.toString(), /brotli bytes/);
    for (const path of ["/assets/gone-Ef56.js", "/favicon.ico"]) assert.equal((await raw(path)).status, 404, path);
    const mark = await raw("/mark.svg");
    assert.match(mark.head, /content-type: image\/svg\+xml/i);
    const tag = /etag: (\S+)/i.exec(mark.head)?.[1] ?? "";
    assert.equal((await raw("/mark.svg", `If-None-Match: ${tag}\r\n`)).status, 304);
  });

  test("may load and talk to this server only, and is framed by nobody", async () => {
    const policy = /content-security-policy: (.*)/i.exec((await raw("/")).head)?.[1] ?? "";
    const directives = new Map(
      policy.split("; ").map((each) => [each.split(" ")[0], each.split(" ").slice(1).join(" ")]),
    );
    assert.equal(directives.get("default-src"), "'none'");
    assert.equal(directives.get("script-src"), "'self'");
    assert.equal(directives.get("connect-src"), "'self'");
    assert.equal(directives.get("frame-ancestors"), "'none'");
    assert.equal(directives.get("base-uri"), "'none'");
    const { head } = await raw("/assets/main-Ab12_x.js");
    assert.match(head, /x-content-type-options: nosniff/i);
  });

  test("shows nothing but its own folder's files, however the path is written", async () => {
    for (const path of [
      "/../master.key",
      "/assets/../../master.key",
      "/%2e%2e/master.key",
      "/..%2fmaster.key",
      "/assets/..%2f..%2fmaster.key",
      "/assets/%2e%2e%2f%2e%2e%2fmaster.key",
      "/..%5cmaster.key",
      "/%252e%252e/master.key",
      `//${root}/master.key`,
      `/${encodeURIComponent(join(root, "master.key"))}`,
      "/.hidden",
      "/assets/%00",
      "/%",
      "/assets/./../.hidden",
    ]) {
      const answer = await raw(path);
      assert.doesNotMatch(answer.body.toString(), /secret/, path);
      assert.ok([200, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });

  test("that was not built is a page that says how to build it", async () => {
    await using bare = await openTestServer(openMemoryLog, { consoleFolder: join(root, "nothing") });
    const page = await fetch(bare.url);
    assert.equal(page.status, 503);
    assert.match(page.headers.get("content-type") ?? "", /text\/html/);
    assert.match(await page.text(), /npm run build/);
    assert.equal((await bare.call("GET", "/api/health")).status, 200);
  });
});
