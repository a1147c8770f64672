/**
 * Restate, one node: the server is a process of its own; a service with ten durable steps answers it here, and is called through its ingress.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as restate from "@restatedev/restate-sdk";
import * as ingress from "@restatedev/restate-sdk-clients";
import { checkRun, type Engine, outcome, runConcurrently, stepsPerRun } from "../engine.ts";
import { folderBytes } from "./folder-bytes.ts";
import { freePort } from "./free-port.ts";
import { packageVersion } from "./package-version.ts";
import { until } from "./until.ts";

const tenSteps = restate.service({
  name: "tenSteps",
  handlers: {
    run: async (context: restate.Context) => {
      let last = { n: -1, text: "" };
      for (let n = 0; n < stepsPerRun; n++) last = await context.run(`step ${n}`, () => outcome(n));
      return last;
    },
  },
});

let server: ChildProcess | undefined;
let home = "";
let runOne = async () => {};

export const engine: Engine = {
  name: "Restate",
  version: () => `${packageVersion("@restatedev/restate-server")}, SDK ${packageVersion("@restatedev/restate-sdk")}`,
  store:
    "its own log and RocksDB, one node, all settings as they come (rocksdb-disable-wal-fsync=false, 24 partitions)",
  promises: "before next",
  settledBy: "nothing; the log, which is trimmed later, is in it, the space that is reserved ahead (150 MB) is not",
  async start(folder) {
    home = folder;
    const [ingressPort, adminPort, nodePort, servicePort] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    await restate.serve({ services: [tenSteps], port: servicePort, logger: () => {} });
    const started = spawn(findServer(), ["--no-logo", "--base-dir", folder, "--node-name", "bench"], {
      cwd: folder,
      env: {
        ...process.env,
        RESTATE_LISTEN_MODE: "tcp",
        RESTATE_BIND_ADDRESS: `127.0.0.1:${nodePort}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${nodePort}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${adminPort}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingressPort}`,
        RESTATE_DISABLE_TELEMETRY: "true",
        RESTATE_LOG_FILTER: "error",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    server = started;
    let said = "";
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2_000);
    };
    started.stdout.on("data", hear);
    started.stderr.on("data", hear);
    await until("Restate has taken the service", async () => {
      if (started.exitCode !== null) throw new Error(`Restate ended at its start: ${said}`);
      return fetch(`http://127.0.0.1:${adminPort}/deployments`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ uri: `http://127.0.0.1:${servicePort}` }),
      }).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    const client = ingress.connect({ url: `http://127.0.0.1:${ingressPort}` }).serviceClient<typeof tenSteps>(tenSteps);
    runOne = async () => checkRun(await client.run());
    await until("Restate answers", () =>
      runOne().then(
        () => true,
        () => false,
      ),
    );
  },
  runOne: () => runOne(),
  runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
  bytesOnDisk: async () => folderBytes(home),
  processIds: () => [process.pid, ...(server?.pid === undefined ? [] : [server.pid])],
  async stop() {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  },
};

/** The program itself, and not the script in front of it, so that a signal reaches it. */
function findServer() {
  const require = createRequire(createRequire(import.meta.url).resolve("@restatedev/restate-server/package.json"));
  const described = require.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/package.json`);
  return join(described, "..", "bin", "restate-server");
}
