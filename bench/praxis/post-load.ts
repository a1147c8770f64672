/**
 * A client that takes as little as it can: requests are made beforehand, each connection sends its next one when the last was answered. Of an answer it reads the status line and how long it is.
 */
import { connect, type Socket } from "node:net";

export interface Loaded {
  readonly perSecond: number;
  readonly tookMs: number[];
  /** How many answers had which status. */
  readonly byStatus: Readonly<Record<string, number>>;
}

/** The bytes of a POST over a connection that is kept. */
export function postBytes(port: number, path: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, "content-length": `${body.length}` });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), body]);
}

export async function postAll(port: number, requests: readonly Buffer[], connections: number): Promise<Loaded> {
  const tookMs: number[] = [];
  const byStatus: Record<string, number> = {};
  let next = 0;
  const begun = performance.now();
  const lane = async () => {
    const connection = await Connection.open(port);
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const sent = performance.now();
      const status = await connection.post(request);
      tookMs.push(performance.now() - sent);
      byStatus[status] = (byStatus[status] ?? 0) + 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return { perSecond: (tookMs.length * 1_000) / (performance.now() - begun), tookMs, byStatus };
}

/** One connection that is kept, with one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #heard = "";
  #answered: { resolve: (status: string) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#hear(chunk.toString("latin1")));
    socket.on("error", (error) => this.#answered?.reject(error));
    socket.on("close", () => this.#answered?.reject(new Error("The server closed the connection.")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  post(request: Buffer): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#answered = { resolve, reject };
    this.#socket.write(request);
    return promise;
  }

  #hear(text: string): void {
    this.#heard += text;
    const headEnd = this.#heard.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#heard.slice(0, headEnd).toLowerCase();
    const body = this.#heard.slice(headEnd + 4);
    const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
    const isWhole = length === undefined ? body.endsWith("0\r\n\r\n") : body.length >= Number(length);
    if (!isWhole) return;
    this.#heard = "";
    const answered = this.#answered;
    this.#answered = null;
    answered?.resolve(head.slice(9, 12));
  }

  close(): void {
    this.#socket.destroy();
  }
}
