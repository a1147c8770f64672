/**
 * Connects a command with Praxis: a server that is named, the server that runs on the data folder, or the folder itself, opened in this
 * process for as long as the command takes.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { Context } from "../context.ts";
import type { OpenedPraxis } from "../host.ts";
import { openPatiently } from "../serve/open-patiently.ts";
import { notedPaths, serve, servesNothing } from "../serve/served-paths.ts";
import { localToken, readServerFile } from "../serve/server-file.ts";
import { Api } from "./api.ts";
import { networkSend } from "./network-send.ts";

/** `read` opens the folder without its processes; `move` loads them, starts the runs, and lets them come to rest. */
export type Need = "read" | "know" | "move";

const quietWithinMs = 60_000;
const restartWithinMs = 8_000;
const localUrl = "http://localhost";

export interface Session {
  readonly api: Api;
  /** Set where the folder was opened in this process. */
  readonly opened: OpenedPraxis | null;
  /** Waits until what was begun has come to rest; a server does that by itself. */
  settle(): Promise<void>;
}

export async function withSession<T>(context: Context, need: Need, work: (session: Session) => Promise<T>): Promise<T> {
  const { remote, folder, as } = context;
  if (remote) return work(overNetwork(remote.url, remote.token, as, 0));
  const server = readServerFile(folder);
  // A file whose server was killed may name a process that is another one by now.
  if (server && context.host.inspect(folder).held)
    return work(overNetwork(server.url, server.token, as, restartWithinMs));
  if (need === "read") refuseMissingFolder(context);
  // A folder that is held without a server file has a server that is just starting (again).
  const way = await openPatiently(
    () => openHere(context, need),
    restartWithinMs,
    () => readServerFile(folder) ?? null,
  );
  if ("found" in way) return work(overNetwork(way.found.url, way.found.token, as, restartWithinMs));
  const { opened } = way;
  try {
    if (opened.restored !== null) context.output.say(`praxis: ${opened.restored}`);
    if (need === "move") opened.start();
    const api = new Api({ send: (request) => opened.request(request), url: localUrl, token: localToken(folder), as });
    const settle = async (): Promise<void> => {
      if (need === "move") await opened.quiet(quietWithinMs);
    };
    return await work({ api, opened, settle });
  } finally {
    await opened.close();
  }
}

function openHere({ host, folder, output }: Context, need: Need): Promise<OpenedPraxis> {
  const paths = notedPaths(folder);
  return host.open({
    folder,
    token: localToken(folder),
    allowedHosts: [],
    serve: async () => (need === "read" ? servesNothing : serve(host, folder, paths)),
    progress: output.say,
  });
}

function refuseMissingFolder({ host, folder }: Context): void {
  const { exists, held } = host.inspect(folder);
  if (exists || held) return;
  throw new PraxisError("no_folder", `there is no data folder ${folder}`, {
    next: "Start a server here with `praxis start`, or name its folder with --data. Nothing was made.",
  });
}

function overNetwork(url: string, token: string | null, as: string, patienceMs: number): Session {
  const api = new Api({ send: networkSend({ patienceMs }), url, token, as });
  return { api, opened: null, settle: async () => undefined };
}
