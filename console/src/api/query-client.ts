/** The cache of what was read. Live updates say when an answer is old, so nothing is asked twice without a reason. */
import { type Query, QueryCache, QueryClient } from "@tanstack/react-query";
import { RequestFailed } from "./client.ts";
import { refreshLongLists } from "./long-lists.ts";
import { keysOf } from "./topics.ts";

const freshMs = 30_000;
const keptMs = 10 * 60_000;

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(thrown, query) {
        // A session that ended: the shell reads it anew and shows the sign-in page.
        const isSession = query.queryKey[0] === "session";
        if (thrown instanceof RequestFailed && thrown.status === 401 && !isSession)
          void client.invalidateQueries({ queryKey: ["session"] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        gcTime: keptMs,
        refetchOnWindowFocus: false,
        retry: (count, thrown) => count < 2 && (!(thrown instanceof RequestFailed) || thrown.status === 503),
      },
    },
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
