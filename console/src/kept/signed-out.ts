/** A session that ended by itself: where its person was, and whether something they did was not recorded any more. */
import { forget, keep, kept } from "./session-store.ts";

const place = "signed-out/place";
const unrecorded = "signed-out/unrecorded";

export const keepPlace = (href: string): void => keep(place, href);
export const noteUnrecorded = (): void => keep(unrecorded, true);

/** Where to go on after signing in; null where no session ended here. */
export function keptPlace(): string | null {
  const href = kept(place);
  return typeof href === "string" ? href : null;
}

export const wasUnrecorded = (): boolean => kept(unrecorded) === true;
export const forgetSignedOut = (): void => forget((name) => name === place || name === unrecorded);
