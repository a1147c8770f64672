/** The live updates of this page, and whether they come. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { type Live, type LiveState, listenToChanges } from "../api/live/live.ts";
import { takeIn } from "../api/query-client.ts";

const LiveContext = createContext<Live | null>(null);
const connected: LiveState = { connected: true };
const nobody = (): (() => void) => () => {};

export function LiveUpdates({ from, children }: { from: number; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  const [start] = useState(from);
  useEffect(() => {
    const opened = listenToChanges(start, (topics) => takeIn(queryClient, topics));
    setLive(opened);
    return () => opened.close();
  }, [queryClient, start]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveState(): LiveState {
  const live = useContext(LiveContext);
  return useSyncExternalStore(live?.subscribe ?? nobody, live?.state ?? (() => connected));
}
