/** Why a webhook was not let in, in words for its sender. No message quotes a secret, a signature or the request. */

export type RefusalCode =
  | "missing_header"
  | "header_too_long"
  | "bad_id"
  | "bad_timestamp"
  | "stale"
  | "no_usable_secret"
  | "bad_signature";

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
  readonly status: 400 | 401;
}

/** 401 where the sender did not prove who it is, 400 where what it sent cannot be read at all. */
const statusOf: Readonly<Record<RefusalCode, 400 | 401>> = {
  missing_header: 401,
  header_too_long: 400,
  bad_id: 400,
  bad_timestamp: 400,
  stale: 401,
  no_usable_secret: 401,
  bad_signature: 401,
};

export function refuse(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message, status: statusOf[code] };
}
