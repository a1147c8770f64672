import assert from "node:assert/strict";
import { test } from "node:test";
import { type Diagnosis, describeDiagnosis, findingsOf } from "./diagnosis.ts";

const now = Date.parse("2026-05-03T10:00:00Z");
const well: Diagnosis = {
  version: "1.0.0",
  node: "26.1.0",
  sqlite: "3.53.0",
  folder: "/srv/praxis",
  report: {
    exists: true,
    held: true,
    owner: { pid: 7, host: "till", startedAt: new Date(now).toISOString() },
    databaseBytes: 4_096,
    walBytes: 0,
    freeBytes: 80 * 1024 ** 3,
    anchorFolder: "/var/anchors",
    log: { id: "l", position: 10 },
    anchor: { position: 10, at: now },
    problem: null,
  },
  server: { url: "http://127.0.0.1:1", pid: 7 },
  servedPaths: ["/srv/returns.ts"],
  isRemote: false,
  inside: {
    health: {
      status: "ok",
      version: "1.0.0",
      log: { position: 10, durable: 10 },
      reconcilingSince: null,
      stopped: [],
      restingConnections: [],
    },
    sources: [
      {
        name: "inbox",
        kind: "mail folder",
        state: { lastAt: null, lastError: null, remedy: null, failingSince: null },
      },
    ],
    missingSecrets: [],
    setAside: [],
  },
  refusal: null,
};

test("where all is well, nothing is advised", () => {
  assert.deepEqual(findingsOf(well, now), []);
  assert.match(describeDiagnosis(well, [], now), /All is well\./);
});

test("each thing that is wrong comes with what to do", () => {
  const { report, inside } = well;
  assert.ok(inside);
  const ill: Diagnosis = {
    ...well,
    server: null,
    report: {
      ...report,
      freeBytes: 1_000,
      walBytes: 1024 ** 3,
      anchor: { position: 4, at: now - 600_000 },
      problem: "malformed",
    },
    inside: {
      health: {
        ...inside.health,
        reconcilingSince: now,
        stopped: ["*", "payments"],
        restingConnections: ["shop@main"],
      },
      sources: [
        {
          name: "support",
          kind: "imap",
          state: {
            lastAt: now - 3_600_000,
            lastError: "the server refused the user or the password",
            remedy: "Set the right password",
            failingSince: now - 600_000,
          },
        },
        {
          name: "weekly",
          kind: "schedule",
          state: { lastAt: null, lastError: "disk full", remedy: "Free some", failingSince: now },
        },
      ],
      missingSecrets: [{ name: "PAYMENTS_TOKEN", of: "connection payments" }],
      setAside: [{ id: "r-1", process: "returns", code: "endless" }],
    },
    refusal: { message: "no pack", next: "name a path" },
  };
  const findings = findingsOf(ill, now);
  const text = describeDiagnosis(ill, findings, now);
  for (const expected of [
    /cannot be read: malformed/,
    /only 1000 B are free/,
    /write-ahead log is 1 GiB/,
    /process 7 on till holds the folder/,
    /10 minutes old and 6 events behind/,
    /effects are reconciled/,
    /every effect is stopped\n +praxis resume --why/,
    /effects of payments are stopped\n +praxis resume payments --why/,
    /shop@main failed several times/,
    /secret PAYMENTS_TOKEN is missing \(connection payments\)/,
    /run r-1 of returns is set aside \(endless\)\n +praxis show r-1/,
    /mail from "support" is not taken in: the server refused .*, since 2026-05-03 \d\d:50:00; the last came 60 minutes ago\n +Set the right/,
    /the schedule "weekly" does not work: disk full.*\n +Free some/,
    /no server runs, so no mail is taken in from "support"\n +praxis start/,
    /no pack\n +name a path/,
  ]) {
    assert.match(text, expected);
  }
});
