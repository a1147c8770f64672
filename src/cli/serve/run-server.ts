/**
 * One server process: opens the folder, listens, takes up what was left, and ends cleanly when it is told to.
 *
 * Invariants: the server file says where it listens only while it does; it ends when its supervisor is gone; at the end it takes nothing more,
 * brings what it has to the disk, anchors it, and lets go of the folder.
 */
import { assert } from "../../kernel/errors.ts";
import type { Context } from "../context.ts";
import type { Listening, OpenedPraxis } from "../host.ts";
import { openPatiently } from "./open-patiently.ts";
import { noteServedPaths, serve } from "./served-paths.ts";
import { localToken, removeServerFile, writeServerFile } from "./server-file.ts";

export interface ServerOptions {
  readonly paths: readonly string[];
  readonly listenOn: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  /** How long to wait for a folder that is in use. */
  readonly patienceMs: number;
}

export interface RunningServer {
  readonly opened: OpenedPraxis;
  readonly listening: Listening;
  readonly taken: { readonly runs: number; readonly effects: number };
  readonly token: string;
  close(): Promise<void>;
}

export async function startServer(context: Context, options: ServerOptions): Promise<RunningServer> {
  const { host, folder, output } = context;
  // A file that does not load is said before the folder is touched; a pack needs the folder.
  const loaded = options.paths.length > 0 ? await serve(host, folder, options.paths) : null;
  const token = localToken(folder);
  const open = (): Promise<OpenedPraxis> =>
    host.open({
      folder,
      token,
      allowedHosts: options.allowedHosts,
      serve: async () => loaded ?? serve(host, folder, options.paths),
      progress: output.say,
    });
  const way = await openPatiently(open, options.patienceMs, () => null);
  assert("opened" in way, "a server opens its folder itself");
  const { opened } = way;
  try {
    noteServedPaths(folder, options.paths);
    if (opened.restored !== null) output.say(loud(opened.restored));
    const listening = await opened.listen({ host: options.listenOn, port: options.port });
    const taken = opened.start();
    writeServerFile(folder, { url: listening.url, token, pid: process.pid });
    return {
      opened,
      listening,
      taken,
      token,
      async close() {
        removeServerFile(folder, process.pid);
        await listening.close();
        await opened.close();
      },
    };
  } catch (thrown) {
    await opened.close();
    throw thrown;
  }
}

/** Settles when this process is asked to end, or its supervisor is gone. */
export function untilAskedToEnd(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
  if (process.env.PRAXIS_SUPERVISED !== undefined) process.once("disconnect", () => resolve("its supervisor is gone"));
  return promise;
}

function loud(text: string): string {
  const line = "=".repeat(78);
  return `${line}\nRESTORED: ${text}\n${line}`;
}
