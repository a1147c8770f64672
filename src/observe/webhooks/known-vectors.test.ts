/** Signatures made by others: the vectors that vendors publish, where the folder with them lies beside the repository. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { z } from "zod";
import { verifyWebhook, webhookSchemes } from "./verify-webhook.ts";

const path = join(import.meta.dirname, "../../../../shared/data/webhooks/vectors.json");
const vectorSchema = z.object({
  scheme: z.enum(webhookSchemes),
  origin: z.string(),
  secret: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
  now: z.number().nullable(),
  expect: z.enum(["accept", "reject"]),
});

if (existsSync(path)) {
  describe("the verdict on a known vector is the known one", () => {
    const vectors = z.array(vectorSchema).parse(JSON.parse(readFileSync(path, "utf8")));
    test("there are some", () => assert.ok(vectors.length > 0));
    for (const { scheme, origin, secret, body, headers, now, expect } of vectors) {
      test(origin, () => {
        const verdict = verifyWebhook(scheme, [secret], {
          headers: new Headers(headers),
          body: Buffer.from(body),
          nowSeconds: now ?? 0,
        });
        assert.equal(verdict.ok ? "accept" : "reject", expect, verdict.ok ? verdict.id : verdict.message);
      });
    }
  });
} else {
  test("known vectors", { skip: "shared/data/webhooks/vectors.json is not beside the repository" }, () => {});
}
