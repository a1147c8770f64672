/** Errors as answers: always `{error: {code, message, next, fields?}}`, with the status that fits the code. */

import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { PraxisError } from "../kernel/errors.ts";

export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().openapi({ description: "stays the same between versions; programs decide by it" }),
      message: z.string(),
      next: z.string().openapi({ description: "what to do now, and what is kept" }),
      fields: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .openapi("Error");

const statusByCode: Readonly<Record<string, ContentfulStatusCode>> = {
  bad_json: 400,
  body_cut_short: 400,
  not_json: 422,
  why_missing: 422,
  reason_missing: 422,
  token_missing: 401,
  token_unknown: 401,
  scope_missing: 403,
  requester_cannot_approve: 403,
  console_only: 403,
  login_refused: 401,
  not_signed_in: 401,
  foreign_host: 403,
  foreign_origin: 403,
  other_answer: 409,
  gate_closed: 409,
  gate_used: 409,
  answer_counts: 409,
  not_your_answer: 403,
  other_count: 409,
  other_account: 409,
  not_merged: 409,
  level_not_set: 409,
  run_is_over: 409,
  run_is_moving: 409,
  run_erased: 410,
  fork_does_not_match: 409,
  fork_keeps_undone: 409,
  fork_breaks: 409,
  replay_does_not_match: 409,
  replay_breaks: 409,
  run_is_not_set_aside: 409,
  stream_conflict: 409,
  already_intended: 409,
  token_exists: 409,
  person_exists: 409,
  last_admin: 409,
  id_reused: 409,
  quarantine_settled: 409,
  release_needs_admin: 403,
  release_needs_body: 422,
  blob_erased: 410,
  quarantined_erased: 410,
  too_many_views: 409,
  too_large: 413,
  too_many_tries: 429,
  overloaded: 429,
  disk_full: 507,
};

/** How long a caller waits before it asks again, where the error does not say it. */
const retryAfterSeconds: Readonly<Partial<Record<number, number>>> = { 429: 60, 503: 5, 507: 30 };

export function statusOf(error: PraxisError): ContentfulStatusCode {
  const known = statusByCode[error.code];
  if (known !== undefined) return known;
  if (error.code.startsWith("unknown_")) return 404;
  if (error.code.startsWith("bad_")) return 422;
  return error.disposition === "terminal" ? 500 : 503;
}

export function answerError(context: Context, thrown: unknown, report: (message: string) => void): Response {
  if (thrown instanceof PraxisError) {
    const { code, message, next, fields } = thrown;
    const error = Object.keys(fields).length > 0 ? { code, message, next, fields } : { code, message, next };
    return answer(context, statusOf(thrown), error);
  }
  report(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return answer(context, 500, {
    code: "internal",
    message: "this is a bug in Praxis, or in a process that it asked",
    next: "Nothing of this request was kept. The server's own output says where it broke.",
  });
}

export function answer(
  context: Context,
  status: ContentfulStatusCode,
  error: z.input<typeof errorSchema>["error"],
): Response {
  const measured = error.fields?.retryAfterSeconds;
  const seconds = typeof measured === "number" ? measured : retryAfterSeconds[status];
  if (seconds !== undefined) context.header("Retry-After", String(seconds));
  if (status === 401) context.header("WWW-Authenticate", 'Bearer realm="praxis"');
  return context.json({ error }, status);
}
