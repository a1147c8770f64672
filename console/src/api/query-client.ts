/** The cache of what was read. Live updates say when an answer is old, so nothing is asked twice without a reason. */
import { type Query, QueryClient } from "@tanstack/react-query";
import { noteUnrecorded } from "../kept/signed-out.ts";
import { RequestFailed, whenSignedOut } from "./client.ts";
import { refreshLongLists } from "./long-lists.ts";
import { keysOf } from "./topics.ts";

const freshMs = 30_000;
const keptMs = 10 * 60_000;

export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        gcTime: keptMs,
        refetchOnWindowFocus: false,
        retry: (count, thrown) => count < 2 && (!(thrown instanceof RequestFailed) || thrown.status === 503),
      },
    },
  });
  // The shell reads the session anew, and shows the page to sign in.
  whenSignedOut((unrecorded) => {
    if (unrecorded) noteUnrecorded();
    void client.invalidateQueries({ queryKey: ["session"] });
  });
  return client;
}

/** Makes old what changed, and waits until what is shown has been read anew. */
export async function takeIn(client: QueryClient, topics: readonly string[]): Promise<void> {
  const keys = keysOf(topics);
  const isMeant = ({ queryKey }: Query): boolean =>
    keys === "everything" || keys.some((key) => key.every((part, index) => queryKey[index] === part));
  const handled = await refreshLongLists(client, isMeant);
  await client.invalidateQueries({ predicate: (query) => isMeant(query) && !handled.has(query.queryHash) });
}
