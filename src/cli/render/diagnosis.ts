/** What `praxis doctor` found, the conclusions from it, and how they read. */
import { describeDuration } from "../../kernel/duration.ts";
import type { HealthShape, SourceShape } from "../client/shapes.ts";
import type { FolderReport } from "../host.ts";
import { fields } from "./table.ts";
import { ago, byteSize, clockTime } from "./time.ts";

export interface Inside {
  readonly health: HealthShape;
  readonly sources: readonly SourceShape[];
  readonly missingSecrets: readonly { readonly name: string; readonly of: string }[];
  readonly setAside: readonly { readonly id: string; readonly process: string; readonly code: string }[];
}

export interface Diagnosis {
  readonly version: string;
  readonly node: string;
  readonly sqlite: string;
  readonly folder: string;
  readonly report: FolderReport;
  readonly server: { readonly url: string; readonly pid: number } | null;
  readonly servedPaths: readonly string[];
  /** Whether the server was named by its address: then what is said of the folder is of another machine. */
  readonly isRemote: boolean;
  /** Null where there is no log so far, or it could not be opened. */
  readonly inside: Inside | null;
  readonly refusal: { readonly message: string; readonly next: string } | null;
}

export interface Finding {
  /** `wrong`: something does not work; `note`: worth knowing. */
  readonly weight: "wrong" | "note";
  readonly what: string;
  readonly next: string;
}

const littleSpace = 1024 ** 3;
const largeWal = 256 * 1024 ** 2;
const lateAnchorMs = 60_000;

export function findingsOf(diagnosis: Diagnosis, now: number): Finding[] {
  const { inside } = diagnosis;
  if (!inside) return folderFindings(diagnosis, now);
  return [
    ...folderFindings(diagnosis, now),
    ...insideFindings(inside, now),
    ...inside.sources.flatMap((source) => sourceFindings(source, now)),
    ...unreadMailboxes(diagnosis, inside),
  ];
}

function folderFindings({ report, server, refusal, folder }: Diagnosis, now: number): Finding[] {
  const findings: Finding[] = [];
  const add = (weight: Finding["weight"], what: string, next: string): void =>
    void findings.push({ weight, what, next });
  if (!report.exists) add("note", `there is no log in ${folder} so far`, "praxis start");
  if (report.problem !== null)
    add("wrong", `the log cannot be read: ${report.problem}`, "praxis verify, then praxis restore <backup>");
  if (refusal) add("wrong", refusal.message, refusal.next);
  if (report.freeBytes < littleSpace)
    add(
      "wrong",
      `only ${byteSize(report.freeBytes)} are free on the disk`,
      "Free some space: with a full disk nothing is taken in.",
    );
  if (report.walBytes > largeWal)
    add(
      "note",
      `the write-ahead log is ${byteSize(report.walBytes)}`,
      "Something keeps it from being written back: end long-lived readers of log.db.",
    );
  if (report.held && !server && report.owner)
    add(
      "note",
      `process ${report.owner.pid} on ${report.owner.host} holds the folder, but says nothing of a server`,
      "It may be starting, hanging, or at work on another command.",
    );
  const { log, anchor } = report;
  if (log && anchor && anchor.position < log.position && now - anchor.at > lateAnchorMs)
    add(
      "wrong",
      `the last anchor is ${describeDuration(now - anchor.at)} old and ${log.position - anchor.position} events behind`,
      `See whether ${report.anchorFolder} can be written to, and start the server.`,
    );
  return findings;
}

function insideFindings({ health, missingSecrets, setAside }: Inside, now: number): Finding[] {
  const findings: Finding[] = [];
  const add = (weight: Finding["weight"], what: string, next: string): void =>
    void findings.push({ weight, what, next });
  if (health.reconcilingSince !== null)
    add(
      "note",
      `effects are reconciled: an older state was put back, which ended ${ago(health.reconcilingSince, now)}`,
      'Look through praxis gates; when all is settled: praxis config reconciled --why "..."',
    );
  for (const scope of health.stopped)
    add(
      "note",
      scope === "*" ? "every effect is stopped" : `effects of ${scope} are stopped`,
      `praxis resume ${scope === "*" ? "" : `${scope} `}--why "..."`,
    );
  for (const name of health.restingConnections)
    add(
      "wrong",
      `${name} failed several times and rests for a moment`,
      "See whether the other side answers; it is tried again by itself.",
    );
  for (const { name, of } of missingSecrets)
    add("wrong", `the secret ${name} is missing (${of})`, `Set the environment variable ${name} and start again.`);
  for (const { id, process, code } of setAside)
    add(
      "wrong",
      `run ${id} of ${process} is set aside (${code})`,
      `praxis show ${id}; then praxis retry ${id} --why "..."`,
    );
  return findings;
}

const mailKinds = new Set(["mail folder", "imap"]);

function sourceFindings({ name, kind, state }: SourceShape, now: number): Finding[] {
  const { lastError, failingSince, lastAt, remedy } = state;
  if (lastError === null) return [];
  const what = mailKinds.has(kind) ? `mail from "${name}" is not taken in` : `the ${kind} "${name}" does not work`;
  const since = failingSince === null ? "" : `, since ${clockTime(failingSince)}`;
  const last = lastAt === null ? "nothing came from it so far" : `the last came ${ago(lastAt, now)}`;
  return [{ weight: "wrong", what: `${what}: ${lastError}${since}; ${last}`, next: remedy ?? "" }];
}

/** Only a server looks at them. */
function unreadMailboxes({ server, isRemote }: Diagnosis, { sources }: Inside): Finding[] {
  const names = sources.filter(({ kind }) => mailKinds.has(kind)).map(({ name }) => `"${name}"`);
  if (server || isRemote || names.length === 0) return [];
  return [
    { weight: "note", what: `no server runs, so no mail is taken in from ${names.join(", ")}`, next: "praxis start" },
  ];
}

export function describeDiagnosis(diagnosis: Diagnosis, findings: readonly Finding[], now: number): string {
  const { report, server, servedPaths, inside } = diagnosis;
  const rows: [string, string][] = [
    ["praxis", `${diagnosis.version}, Node ${diagnosis.node}, SQLite ${diagnosis.sqlite}`],
    ["data folder", diagnosis.folder],
    ["serves", servedPaths.length === 0 ? "the customer-ops pack" : servedPaths.join("\n")],
    ["server", server ? `${server.url} (process ${server.pid})` : "none is running"],
    ["owner", ownerOf(report)],
    ["database", `${byteSize(report.databaseBytes)}, write-ahead log ${byteSize(report.walBytes)}`],
    ["disk", `${byteSize(report.freeBytes)} free`],
    ["events", report.log === null ? "none" : String(report.log.position)],
    ["anchor", anchorOf(report, now)],
  ];
  if (inside) rows.push(["effects", inside.health.status === "ok" ? "are done as ever" : inside.health.status]);
  const advice = findings.map(({ weight, what, next }) => `  ${weight === "wrong" ? "!" : "-"} ${what}\n      ${next}`);
  return `${fields(rows)}\n\n${advice.length === 0 ? "All is well." : `What to look at (! is wrong)\n${advice.join("\n")}`}`;
}

function ownerOf({ owner, held }: FolderReport): string {
  if (!owner) return "nobody so far";
  const since = clockTime(Date.parse(owner.startedAt));
  return held
    ? `process ${owner.pid} on ${owner.host}, since ${since}`
    : `nobody now; last process ${owner.pid}, since ${since}`;
}

function anchorOf({ anchor, log, anchorFolder }: FolderReport, now: number): string {
  if (!anchor) return `none in ${anchorFolder}`;
  const behind = Math.max(0, (log?.position ?? 0) - anchor.position);
  return `event ${anchor.position}, ${ago(anchor.at, now)}, ${behind === 0 ? "nothing" : `${behind} events`} behind; in ${anchorFolder}`;
}
