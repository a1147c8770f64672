/**
 * What the command line asks of the composition root: opening a data folder, its log's own tools, and the numbers that only main.ts may name.
 *
 * Boundary: no dialect, provider or port number in here, nor in any command.
 */
import type { Code } from "../assembly/code-digest.ts";
import type { Definition } from "../assembly/definitions.ts";

/** What a server serves: the definitions of the paths that were named, or of the pack that comes along. */
export interface Served {
  readonly definitions: readonly ServedFile[];
  /** Secrets beside those of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plays a day of it against the running server; null where there is none. @returns whether all went well */
  readonly demo: ((stage: DemoStage) => Promise<boolean>) | null;
  /** In words: "the customer-ops pack with its sandbox shop". */
  readonly what: string;
  /** What to try with it in the console, a line each. */
  readonly tryOut: readonly string[];
  close(): Promise<void>;
}

export interface ServedFile {
  readonly codeDigest: string;
  /** Where runs are to find this version again after a change: its source. */
  readonly code?: Code;
  readonly definitions: readonly Definition[];
}

export interface DemoStage {
  readonly url: string;
  readonly token: string;
  readonly print: (line: string) => void;
}

export interface OpenOptions {
  readonly folder: string;
  /** Called once the folder is ours, so that two servers never open one shop. */
  readonly serve: () => Promise<Served>;
  /** For requests of this machine's own commands. */
  readonly token: string;
  /** Names that the server is reached by besides the loopback. */
  readonly allowedHosts: readonly string[];
  /** Told of long work, such as building tables again. */
  readonly progress: (message: string) => void;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A data folder that this process owns. */
export interface OpenedPraxis {
  readonly served: Served;
  /** Answers a request as the server does, without a network. */
  request(request: Request): Promise<Response>;
  /** @throws port_taken, cannot_listen */
  listen(address: { host: string; port: number }): Promise<Listening>;
  /** Takes up what the process before left. */
  start(): { runs: number; effects: number };
  /** Settles when no run moves and no effect is under way, or after `atMostMs`. */
  quiet(atMostMs: number): Promise<boolean>;
  /** In words, where the folder turned out not to be the newest state of its log (E7). */
  readonly restored: string | null;
  /** Flushes, anchors and lets go of the folder. */
  close(): Promise<void>;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly events: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly anchoredAt: number | null;
  readonly beyondAnchor: number;
}

export interface BackupReport {
  readonly log: string;
  readonly position: number;
  readonly at: string;
}

/** What can be said of a data folder from outside, whoever owns it. */
export interface FolderReport {
  readonly exists: boolean;
  /** Whether a process holds the folder right now. */
  readonly held: boolean;
  /** Who opened it last. */
  readonly owner: { readonly pid: number; readonly host: string; readonly startedAt: string } | null;
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
  readonly anchorFolder: string;
  /** Null where the log cannot be read. */
  readonly log: { readonly id: string; readonly position: number } | null;
  readonly anchor: { readonly position: number; readonly at: number } | null;
  readonly problem: string | null;
}

export type Progress = (done: number, total: number) => void;

export interface CliHost {
  readonly version: string;
  readonly defaultPort: number;
  /** The module and flags that start this program again, for the supervisor. */
  readonly program: { readonly main: string; readonly flags: readonly string[] };
  /** The pack that is served when no path is named. @throws no_pack */
  openPack(folder: string): Promise<Served>;
  open(options: OpenOptions): Promise<OpenedPraxis>;
  verify(folder: string, progress: Progress): VerifyReport;
  backUp(folder: string, target: string, progress: Progress): Promise<BackupReport>;
  /** @throws folder_in_use, no_backup */
  restore(source: string, folder: string): { readonly backup: BackupReport; readonly movedTo: string | null };
  inspect(folder: string): FolderReport;
  /** Writes the log's file anew, without what is free in it. @throws folder_in_use, disk_full */
  rewrite(folder: string): { readonly fileBytes: number; readonly freeBytes: number };
}
