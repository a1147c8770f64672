/** A local IMAP server with one mailbox in memory (hoodiecrow-imap, which has no types of its own). */

import { createRequire } from "node:module";
import { type Server, Socket } from "node:net";
import { assert } from "../../kernel/errors.ts";
import { isObject } from "../../kernel/json.ts";

export const imapUser = { user: "testuser", password: "testpass" };

interface Message {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly raw: string;
}

interface Hoodiecrow {
  readonly server: Server;
  readonly folderCache: Readonly<Record<string, { readonly messages: readonly Message[] }>>;
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  appendMessage(mailbox: string, flags: readonly string[], date: null, raw: string): void;
}

function isHoodiecrow(value: unknown): value is Hoodiecrow {
  return (
    isObject(value) && "listen" in value && "appendMessage" in value && "server" in value && "folderCache" in value
  );
}

/** Its timer for IDLE outlives a connection that just ends, and would keep the process alive for half an hour. */
function endIdling(server: unknown): void {
  if (!isObject(server) || !Array.isArray(server.connectionHandlers)) return;
  server.connectionHandlers.push((connection: unknown) => {
    if (!isObject(connection) || !(connection.socket instanceof Socket)) return;
    connection.socket.on("close", () => {
      if (typeof connection.inputHandler === "function") connection.inputHandler("DONE");
    });
  });
}

export interface ImapServer {
  readonly port: number;
  deliver(raw: Uint8Array, flags?: readonly string[]): void;
  /** Of the mailbox that was named: by UID, the flags. */
  flags(mailbox?: string): Record<number, readonly string[]>;
  /** Ends it and every connection to it. */
  close(): Promise<void>;
}

export interface ImapServerOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly uidValidity?: number;
  readonly messages?: readonly {
    readonly raw: Uint8Array;
    readonly flags?: readonly string[];
    readonly uid?: number;
  }[];
}

export async function startImapServer(options: ImapServerOptions = {}): Promise<ImapServer> {
  const make: unknown = createRequire(import.meta.url)("hoodiecrow-imap");
  assert(typeof make === "function", "hoodiecrow-imap exports a function");
  const messages = (options.messages ?? []).map(({ raw, flags = [], uid }) => ({
    raw: textOf(raw),
    flags,
    ...(uid === undefined ? {} : { uid }),
  }));
  const made: unknown = make({
    plugins: ["ID", "IDLE", "UIDPLUS", "MOVE", "LITERALPLUS", "NAMESPACE", "ENABLE", endIdling],
    storage: {
      INBOX: { uidvalidity: options.uidValidity ?? 1, messages },
      "": { separator: "/", folders: { Done: {} } },
    },
  });
  assert(isHoodiecrow(made), "hoodiecrow-imap makes a server");
  const sockets = new Set<{ destroy(): void }>();
  made.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => made.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = made.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    deliver: (raw, flags = []) => made.appendMessage("INBOX", flags, null, textOf(raw)),
    flags: (mailbox = "INBOX") =>
      Object.fromEntries((made.folderCache[mailbox]?.messages ?? []).map(({ uid, flags }) => [uid, [...flags]])),
    close: () =>
      new Promise<void>((resolve) => {
        made.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const textOf = (raw: Uint8Array): string => new TextDecoder().decode(raw);
