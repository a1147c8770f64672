/**
 * Who of a browser's tabs listens for all of them: the one that holds a lock of the browser's, which passes on when its tab is closed, crashes or is hidden.
 *
 * A browser has six connections to a host over HTTP/1.1, so a stream in each tab would leave nothing for the sixth one. Where there are no locks, which is
 * where the console is reached by a plain http address other than the loopback, each visible tab listens for itself.
 */
const lockName = "praxis live updates";

/** @param lead begins, and returns what ends it. @returns what gives up the lead, or the wait for it */
export function leadOrWait(lead: () => () => void): () => void {
  if (navigator.locks === undefined) return lead();
  const givenUp = new AbortController();
  const { signal } = givenUp;
  const held = (): Promise<void> | undefined => {
    if (signal.aborted) return undefined;
    const end = lead();
    return new Promise((resolve) => {
      const leave = (): void => {
        end();
        resolve();
      };
      signal.addEventListener("abort", leave, { once: true });
    });
  };
  navigator.locks.request(lockName, { signal }, held).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
  return () => givenUp.abort();
}
