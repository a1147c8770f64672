/**
 * The sources that are at work by themselves: schedules, and where the server looks outside, mail folders and mailboxes.
 *
 * Invariant: they start after recovery, when what came before is taken up, and end before the log is closed.
 */

import type { SecretStore } from "../act/secret.ts";
import type { Engine } from "../engine/engine.ts";
import { FolderWatch } from "./mail/folder/watch-folder.ts";
import { MailboxWatch } from "./mail/imap/watch-mailbox.ts";
import type { MailParser } from "./mail/parse/mail-parser.ts";
import type { QuarantineBook } from "./quarantine/quarantine-book.ts";
import type { Running, Trouble } from "./running.ts";
import { KeptSchedule } from "./schedules/keep-schedule.ts";
import type { AnySource, SourceRegistry } from "./source-registry.ts";

export interface RunnerDeps {
  readonly engine: Engine;
  readonly quarantine: QuarantineBook;
  readonly parser: MailParser;
  readonly secrets: SecretStore;
  readonly sources: SourceRegistry;
  /** Whether folders and mailboxes are read: not in a simulated world. */
  readonly looksOutside: boolean;
  readonly report: (message: string) => void;
}

export class SourceRunner {
  readonly #deps: RunnerDeps;
  readonly #running = new Map<string, Running>();
  readonly #lastSeenAt: number | null;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    // Before this process records anything.
    const { log } = deps.engine;
    this.#lastSeenAt = log.readAll(log.head().position, 1)[0]?.at ?? null;
  }

  start(): void {
    for (const source of this.#deps.sources.every()) {
      const running = this.#make(source);
      if (!running) continue;
      this.#running.set(source.name, running);
      running.start();
    }
  }

  #make(source: AnySource): Running | null {
    const { sources, looksOutside, report, engine } = this.#deps;
    const tell = (name: string, trouble: Trouble | null): void => {
      const isNews = sources.tell(name, trouble, engine.ports.clock.now());
      if (isNews && trouble !== null) report(`source "${name}": ${trouble.why}. ${trouble.remedy}`);
    };
    const deps = { ...this.#deps, tell };
    if (source.kind === "schedule") return new KeptSchedule({ ...deps, lastSeenAt: this.#lastSeenAt }, source);
    if (!looksOutside) return null;
    if (source.kind === "mail folder") return new FolderWatch(deps, source);
    return source.kind === "imap mailbox" ? new MailboxWatch(deps, source) : null;
  }

  nextAt(source: string): number | null {
    return this.#running.get(source)?.nextAt?.() ?? null;
  }

  /** When the next schedule comes due. */
  nextDueAt(): number | null {
    const dues = [...this.#running.keys()].flatMap((name) => this.nextAt(name) ?? []);
    return dues.length === 0 ? null : Math.min(...dues);
  }

  /** Settles once nothing is under way; no new thing is begun from the moment of the call. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    const ended = all.map((running) => running.stop());
    this.#deps.parser.stop();
    await Promise.all(ended);
  }
}
