/**
 * One server process: opens the folder, listens, takes up what was left, and ends cleanly when it is told to.
 *
 * Invariants: the server file says where it listens only while it does; it ends when its supervisor is gone; at the end it takes nothing more,
 * brings what it has to the disk, anchors it, and lets go of the folder.
 */
import type { Context } from "../context.ts";
import type { Listening, OpenedPraxis } from "../host.ts";
import { noteServedPaths, serve } from "./served-paths.ts";
import { localToken, removeServerFile, writeServerFile } from "./server-file.ts";

export interface ServerOptions {
  readonly paths: readonly string[];
  readonly listenOn: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
}

export interface RunningServer {
  readonly opened: OpenedPraxis;
  readonly listening: Listening;
  readonly taken: { readonly runs: number; readonly effects: number };
  close(): Promise<void>;
}

export async function startServer(context: Context, options: ServerOptions): Promise<RunningServer> {
  const { host, folder, output } = context;
  const token = localToken(folder);
  const opened = await host.open({
    folder,
    token,
    allowedHosts: options.allowedHosts,
    serve: () => serve(host, folder, options.paths),
    progress: output.say,
  });
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
  if (process.env.PRAXIS_SUPERVISED === "1") process.once("disconnect", () => resolve("its supervisor is gone"));
  return promise;
}

function loud(text: string): string {
  const line = "=".repeat(78);
  return `${line}\nRESTORED: ${text}\n${line}`;
}
