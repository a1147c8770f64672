/** The body of an API request as JSON, up to 1 MiB. */
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { parseBody } from "../../observe/intake/parse-body.ts";
import { type BodyRead, readLimited } from "../../observe/intake/read-limited.ts";

const largestBytes = 1024 * 1024;

/** @throws too_large, bad_json, body_cut_short */
export async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request.body, largestBytes);
  if (body.kind === "too large") {
    throw new PraxisError("too_large", `the body is larger than ${largestBytes} bytes`, {
      next: "Send less at once; nothing was done.",
    });
  }
  const json = parseBody(body.bytes);
  if (json.ok) return json.value;
  throw new PraxisError("bad_json", `the body is not JSON: ${json.error}`, { next: "Correct it; nothing was done." });
}

/** @throws body_cut_short */
export async function readBody(body: AsyncIterable<Uint8Array> | null, limitBytes: number): Promise<BodyRead> {
  try {
    return await readLimited(body instanceof ReadableStream ? body.values({ preventCancel: true }) : body, limitBytes);
  } catch (thrown) {
    throw new PraxisError("body_cut_short", `the body did not come to its end: ${messageOf(thrown)}`, {
      next: "Send it again; nothing was recorded.",
      cause: thrown,
    });
  }
}
