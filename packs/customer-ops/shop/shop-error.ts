/**
 * Why the shop will not answer a call as asked.
 *
 * Boundary: thrown by anything below the HTTP layer, turned into `{error: {code, message, field?, ...detail}}` in one place
 * (http/error-response.ts). A rule's refusal is not one of these: it is an outcome (see orders/verdict.ts).
 */
type ErrorStatus = 400 | 404 | 409 | 422;

export interface ErrorDetail {
  /** The field of the request, or the place in a file, that is wrong. */
  readonly field?: string;
  /** The operation that holds the order. */
  readonly heldBy?: string;
  readonly cause?: unknown;
}

export class ShopError extends Error {
  readonly status: ErrorStatus;
  readonly code: string;
  /** Only a held order frees itself; everything else stays wrong however often it is tried. */
  readonly disposition: "terminal" | "retry";
  readonly field: string | undefined;
  readonly heldBy: string | undefined;

  constructor(status: ErrorStatus, code: string, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = "ShopError";
    this.status = status;
    this.code = code;
    this.disposition = code === "order_held" ? "retry" : "terminal";
    this.field = detail.field;
    this.heldBy = detail.heldBy;
  }
}
