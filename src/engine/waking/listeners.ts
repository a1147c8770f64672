/**
 * Which runs in memory look again when something is ready. Invariant: what has left memory is forgotten here, with all that it listened to (K5).
 */
import type { WaitOn } from "../command.ts";

export class Listeners<Listener extends WeakKey> {
  readonly #byKey = new Map<string, Set<Listener>>();
  readonly #heard = new WeakMap<Listener, Set<string>>();

  add(listener: Listener, on: WaitOn): void {
    const key = keyOf(on);
    const listeners = this.#byKey.get(key) ?? new Set();
    listeners.add(listener);
    this.#byKey.set(key, listeners);
    const heard = this.#heard.get(listener) ?? new Set();
    heard.add(key);
    this.#heard.set(listener, heard);
  }

  of(on: WaitOn): ReadonlySet<Listener> {
    return this.#byKey.get(keyOf(on)) ?? new Set();
  }

  /** Those who listen; from now on they do not. */
  take(on: WaitOn): ReadonlySet<Listener> {
    const listeners = this.of(on);
    this.#byKey.delete(keyOf(on));
    return listeners;
  }

  forget(listener: Listener): void {
    for (const key of this.#heard.get(listener) ?? []) {
      const listeners = this.#byKey.get(key);
      listeners?.delete(listener);
      if (listeners?.size === 0) this.#byKey.delete(key);
    }
    this.#heard.delete(listener);
  }

  clear(): void {
    this.#byKey.clear();
  }
}

function keyOf(on: WaitOn): string {
  return `${on.kind} ${on.key}`;
}
