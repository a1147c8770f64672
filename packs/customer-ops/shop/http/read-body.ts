/** Reads what a caller sent: `unknown` until a schema has passed it. */
import type { HonoRequest } from "hono";
import type { z } from "zod";
import { ShopError } from "../shop-error.ts";

type Status = 400 | 422;

/** @throws invalid_json (400), invalid_request (`status`) */
export async function readBody<T>(request: HonoRequest, schema: z.ZodType<T>, status: Status = 400): Promise<T> {
  let body: unknown;
  try {
    body = await request.json();
  } catch (cause) {
    throw new ShopError(400, "invalid_json", "The body is not JSON.", { cause });
  }
  return check(schema, body, status);
}

/** @throws invalid_request */
export function check<T>(schema: z.ZodType<T>, value: unknown, status: Status = 400): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  const message = `${field === "" ? "The request" : field}: ${issue?.message ?? "is not as expected"}`;
  throw new ShopError(status, "invalid_request", message, field === "" ? {} : { field });
}
