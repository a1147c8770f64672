/** A choice of this browser: kept in its storage where that may be used, told to whoever shows it. */
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function makeStore<T extends string>(key: string, choices: readonly T[], initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let current = choices.find((choice) => choice === read(key)) ?? initial;
  return {
    get: () => current,
    set(value) {
      current = value;
      write(key, value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
