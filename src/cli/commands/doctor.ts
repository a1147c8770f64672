/** `praxis doctor`: how this installation is doing, and what to do about what is wrong. */

import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { withSession } from "../client/session.ts";
import { healthShape, runsShape, sourcesShape } from "../client/shapes.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadedShape } from "../render/config-page.ts";
import { type Diagnosis, describeDiagnosis, findingsOf, type Inside } from "../render/diagnosis.ts";
import { notedPaths } from "../serve/served-paths.ts";
import { readServerFile } from "../serve/server-file.ts";
import type { Shell } from "../shell.ts";

export function addDoctorCommand(shell: Shell): void {
  const doctor = shell.command(
    "doctor",
    "how this installation is doing, and what to do next; exit code 1 where something is wrong",
    ["doctor", "doctor --json"],
  );
  shell.does(doctor, async (context) => {
    const diagnosis = await diagnose(context);
    const findings = findingsOf(diagnosis, Date.now());
    if (context.json) context.output.print(JSON.stringify({ ...diagnosis, findings }, null, 2));
    else context.output.print(describeDiagnosis(diagnosis, findings, Date.now()));
    return findings.some((finding) => finding.weight === "wrong") ? exitCodes.error : exitCodes.done;
  });
}

async function diagnose(context: Context): Promise<Diagnosis> {
  const { host, folder } = context;
  const report = host.inspect(folder);
  const server = readServerFile(folder);
  const found = {
    version: host.version,
    node: process.versions.node,
    sqlite: process.versions.sqlite ?? "unknown",
    folder,
    report,
    server: server ? { url: server.url, pid: server.pid } : null,
    servedPaths: notedPaths(folder),
    isRemote: context.remote !== null,
  };
  if (!report.exists && !context.remote) return { ...found, inside: null, refusal: null };
  try {
    return { ...found, inside: await lookInside(context), refusal: null };
  } catch (thrown) {
    const next = thrown instanceof PraxisError ? thrown.next : "Run it again with DEBUG=1 in front.";
    return { ...found, inside: null, refusal: { message: messageOf(thrown), next } };
  }
}

function lookInside(context: Context): Promise<Inside> {
  return withSession(context, "know", async ({ api }) => {
    const health = await api.get(healthShape, "/api/health");
    const loaded = await api.get(loadedShape, "/api/processes");
    const aside = await api.get(runsShape, "/api/runs", { status: "set aside", limit: "20" });
    const { sources } = await api.get(sourcesShape, "/api/sources");
    const secrets = [
      ...loaded.sources.flatMap((source) =>
        source.secrets.map((secret) => ({ ...secret, of: `source ${source.name}` })),
      ),
      ...loaded.contracts.flatMap(({ secret, connection }) =>
        secret ? [{ ...secret, of: `connection ${connection}` }] : [],
      ),
    ];
    const missing = new Map(
      secrets.filter((secret) => !secret.set).map(({ name, of }) => [`${name} ${of}`, { name, of }]),
    );
    return {
      health,
      sources,
      missingSecrets: [...missing.values()],
      setAside: aside.runs.map(({ id, process, detail }) => ({ id, process, code: detail ?? "" })),
    };
  });
}
