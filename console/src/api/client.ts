/**
 * One way to ask the server. A reply that is no success becomes a `RequestFailed`, which says what it was and what to do now.
 *
 * Boundary: knows HTTP, nothing of pages. Replies are of the types that server and console share; errors are read with care, for they may
 * come from something else on the way.
 */
import type { ErrorReply } from "./types.ts";

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export class RequestFailed extends Error {
  readonly status: number;
  readonly code: string;
  readonly next: string;

  constructor(status: number, code: string, message: string, next: string) {
    super(message);
    this.name = "RequestFailed";
    this.status = status;
    this.code = code;
    this.next = next;
  }
}

export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? `/api/${path}` : `/api/${path}?${text}`;
}

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>(addressOf(path, query), { method: "GET", signal: signal ?? null });
}

export interface SendOptions {
  readonly method?: "POST" | "PUT" | "DELETE";
  /** Lets the request end after the page is gone. */
  readonly keepalive?: boolean;
}

export function send<T>(path: string, body: unknown = {}, options: SendOptions = {}): Promise<T> {
  const { method = "POST", keepalive = false } = options;
  const payload = method === "DELETE" ? null : JSON.stringify(body);
  return ask<T>(addressOf(path), { method, body: payload, keepalive });
}

/** Sends a file as it is. */
export function upload<T>(path: string, file: Blob, type: string): Promise<T> {
  return ask<T>(addressOf(path), { method: "POST", body: file }, type);
}

type SignedOut = (unrecorded: boolean) => void;
let tellSignedOut: SignedOut = () => {};

/** @param listener is told when a request is refused because the session ended, and whether it was to change something */
export function whenSignedOut(listener: SignedOut): void {
  tellSignedOut = listener;
}

async function ask<T>(address: string, init: RequestInit, type = "application/json"): Promise<T> {
  const headers = { accept: "application/json", "content-type": type, "x-praxis-console": "1" };
  const response = await reach(address, { ...init, headers, credentials: "same-origin" });
  // Not of the session itself: who signs in, with a link that is used up, was not signed in.
  if (response.status === 401 && address !== addressOf("session")) tellSignedOut(init.method !== "GET");
  if (!response.ok) throw failureOf(response.status, await response.json().catch(() => null));
  try {
    const reply: T = await response.json();
    return reply;
  } catch {
    throw failureOf(response.status, null);
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw new RequestFailed(0, "unreachable", "Praxis does not answer", "It is asked again by itself once it is back.");
  }
}

function failureOf(status: number, reply: unknown): RequestFailed {
  if (isErrorReply(reply)) {
    const { code, message, next } = reply.error;
    return new RequestFailed(status, code, message, next);
  }
  return new RequestFailed(
    status,
    "no_answer",
    `the answer has the status ${status} and no explanation`,
    "Something between this page and Praxis may have answered. Load the page again.",
  );
}

function isErrorReply(reply: unknown): reply is ErrorReply {
  if (typeof reply !== "object" || reply === null || !("error" in reply)) return false;
  const { error } = reply;
  return typeof error === "object" && error !== null && "code" in error && "message" in error && "next" in error;
}
