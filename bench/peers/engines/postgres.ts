/**
 * A PostgreSQL server of its own, as initdb makes it, for the time of a measurement.
 *
 * Boundary: the programs come with Debian's package `postgresql`. They refuse root, so that under root they run as `postgres`, or else as `nobody`.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

const user = "bench";
const database = "bench";

export class Postgres {
  #server: ChildProcess | undefined;
  #url = "";

  version() {
    return execFileSync(findProgram("postgres"), ["--version"], { encoding: "utf8" })
      .trim()
      .replace("postgres (PostgreSQL)", "PostgreSQL")
      .replace(/ \(.*/, "");
  }

  /** Resolves to the address of an empty database. */
  async start(folder: string) {
    const who = unprivileged();
    const data = join(folder, "data");
    mkdirSync(data);
    chmodSync(folder, 0o711);
    if (who !== undefined) chownSync(data, who.uid, who.gid);
    const quiet = { ...who, cwd: "/", stdio: "pipe" } as const;
    execFileSync(findProgram("initdb"), ["-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync"], quiet);
    const port = await freePort();
    const options = ["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", ""];
    const server = spawn(findProgram("postgres"), options, { ...who, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    this.#server = server;
    let said = "";
    server.stderr?.on("data", (chunk) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
    const base = `postgresql://${user}@127.0.0.1:${port}`;
    await until("PostgreSQL answers", async () => {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended at its start: ${said}`);
      return query(`${base}/postgres`, "SELECT 1").then(
        () => true,
        () => false,
      );
    });
    await query(`${base}/postgres`, `CREATE DATABASE ${database}`);
    this.#url = `${base}/${database}`;
    return this.#url;
  }

  /** What the database takes once dead rows and the space of its log are out of the picture. */
  async settledBytes() {
    await query(this.#url, "VACUUM FULL");
    await query(this.#url, "CHECKPOINT");
    const [row] = await query(this.#url, "SELECT pg_database_size(current_database()) AS bytes");
    return Number(row?.bytes);
  }

  processIds() {
    return this.#server?.pid === undefined ? [] : [this.#server.pid];
  }

  /** The fast way: connections are cut, the log is written out. */
  async stop() {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  }
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Debian keeps the programs of a server outside PATH, by version. */
function findProgram(name: string) {
  const versions = "/usr/lib/postgresql";
  const newestFirst = existsSync(versions)
    ? readdirSync(versions)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  const found = [...newestFirst, ...(process.env.PATH ?? "").split(":")]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`There is no ${name} here. Install PostgreSQL (apt-get install postgresql) and run this again.`);
  return found;
}

function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = accounts.find(([name]) => name === "postgres") ?? accounts.find(([name]) => name === "nobody");
  if (account === undefined) throw new Error("PostgreSQL refuses root, and there is no user postgres or nobody here.");
  return { uid: Number(account[2]), gid: Number(account[3]) };
}
