import assert from "node:assert/strict";
import { test } from "node:test";
import { networkSend } from "./network-send.ts";

const refused = (): Error => new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
const reset = (): Error => new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });

function failing(times: number, error: () => Error): { calls: () => number; fetch: () => Promise<Response> } {
  let calls = 0;
  return {
    calls: () => calls,
    async fetch() {
      calls += 1;
      if (calls <= times) throw error();
      return new Response("{}");
    },
  };
}

const write = (): Request => new Request("http://localhost/", { method: "POST", body: "{}" });

test("what did not reach the server is sent again for a while", async () => {
  const network = failing(1, refused);
  const response = await networkSend({ patienceMs: 2_000, fetch: network.fetch })(write());
  assert.equal(response.status, 200);
  assert.equal(network.calls(), 2);
});

test("a write that may have reached the server is not sent again", async () => {
  const network = failing(1, reset);
  await assert.rejects(networkSend({ patienceMs: 2_000, fetch: network.fetch })(write()));
  assert.equal(network.calls(), 1);
});

test("a read is sent again, whatever happened to the first", async () => {
  const network = failing(1, reset);
  await networkSend({ patienceMs: 2_000, fetch: network.fetch })(new Request("http://localhost/"));
  assert.equal(network.calls(), 2);
});

test("a server elsewhere is not waited for", async () => {
  const network = failing(1, refused);
  await assert.rejects(networkSend({ patienceMs: 0, fetch: network.fetch })(new Request("http://localhost/")));
  assert.equal(network.calls(), 1);
});
