/** A contract's `call`, by the kind of its connection. */
import type { Call } from "../call.ts";
import type { Connection } from "../connection.ts";
import type { BlobSource, CallContext } from "./call-context.ts";
import { httpCall } from "./http/http-call.ts";
import type { Transport } from "./http/transport.ts";
import { mailCall } from "./mail-call.ts";
import type { MailTransport } from "./mail-transport.ts";

/** The ways out of this process, as ports (K8). */
export interface Ways {
  readonly transport: Transport;
  readonly mail: MailTransport;
  /** Bytes that came in and were kept, by their id: for attachments. */
  readonly blobs: BlobSource;
  readonly now: () => number;
  /** The mail address of somebody who signs in here, by name; null for none. */
  readonly addressOf: (person: string) => string | null;
}

export function openCall(connection: Connection, ways: Ways, context: CallContext): Call {
  return connection.kind === "http"
    ? httpCall({ ...context, connection, transport: ways.transport })
    : mailCall({ ...context, connection, ...ways });
}
