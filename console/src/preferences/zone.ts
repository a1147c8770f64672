/** Whether moments are shown in the viewer's zone or in UTC. */
import type { Zone } from "../text/time-words.ts";
import { makeStore, useStore } from "./store.ts";

export const zoneStore = makeStore<Zone>("praxis.zone", ["local", "utc"], "local");

export const useZone = (): Zone => useStore(zoneStore);
