/** The last moment before a write leaves, and what the errors of a real socket mean (E6). */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { after, before, describe, test } from "node:test";
import { CallError } from "../../call.ts";
import { httpTransport } from "./transport.ts";

let server: Server;
let url: string;
const seen: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      if (request.url === "/reset") request.socket.destroy();
      else if (request.url === "/half") {
        response.writeHead(200, { "content-length": "100" });
        response.write("half");
        setTimeout(() => request.socket.destroy(), 20);
      } else if (request.url !== "/silence") response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  url = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

const exchange = (method: string, path: string, more: { signal?: AbortSignal; lastMoment?: () => void } = {}) =>
  httpTransport({
    method,
    url: `${url}${path}`,
    headers: {},
    body: method === "GET" ? null : '{"a":1}',
    signal: new AbortController().signal,
    ...more,
  });

const certain = (certainty: string) => (thrown: unknown) =>
  thrown instanceof CallError && thrown.certainty === certainty;

describe("the HTTP transport", () => {
  test("sends a write with its body, and a read on a shared socket", async () => {
    assert.equal((await exchange("POST", "/ok")).status, 200);
    assert.equal((await exchange("GET", "/ok")).status, 200);
    assert.equal((await exchange("GET", "/ok")).status, 200);
    assert.deepEqual(seen.splice(0), ['POST /ok {"a":1}', "GET /ok ", "GET /ok "]);
  });

  test("E6: a write whose deadline passes while it connects is not sent", async () => {
    const tooLate = (): void => {
      throw new CallError("not sent", "too_late", "its deadline had passed");
    };
    await assert.rejects(exchange("POST", "/ok", { lastMoment: tooLate }), certain("not sent"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(seen.splice(0), []);
  });

  test("no connection means not sent; a reset, half an answer and silence mean that nobody knows", async () => {
    const refused = httpTransport({
      method: "POST",
      url: "http://127.0.0.1:1/",
      headers: {},
      body: "{}",
      signal: new AbortController().signal,
    });
    await assert.rejects(refused, certain("not sent"));
    await assert.rejects(exchange("POST", "/reset"), certain("ambiguous"));
    await assert.rejects(exchange("POST", "/half"), certain("ambiguous"));
    const controller = new AbortController();
    const silent = exchange("POST", "/silence", { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(silent, (thrown: unknown) => thrown instanceof CallError && thrown.code === "timeout");
  });

  test("what was given up before it connected was not sent", async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(exchange("POST", "/ok", { signal: controller.signal }), certain("not sent"));
  });
});
