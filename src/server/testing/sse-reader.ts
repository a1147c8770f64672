/** Reads a server's stream of changes as a browser does: by blocks, with the last id to go on from. */
import { parseJson } from "../../kernel/json.ts";

export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

export class SseReader {
  readonly #abort: AbortController;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly status: number;
  readonly headers: Headers;
  #rest = "";
  lastId = "";

  private constructor(response: Response, abort: AbortController) {
    this.#abort = abort;
    this.status = response.status;
    this.headers = response.headers;
    this.#reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<SseReader> {
    const abort = new AbortController();
    return new SseReader(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  /** The next message; null at the end. Comments are passed over. */
  async next(): Promise<Message | null> {
    for (;;) {
      const end = this.#rest.indexOf("\n\n");
      if (end >= 0) {
        const block = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        const message = read(block);
        if (message === null) continue;
        this.lastId = message.id;
        return message;
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#rest += new TextDecoder().decode(value);
    }
  }

  /** Changes until one of them has this topic, or any. @returns all topics so far. */
  async until(topic: string): Promise<Set<string>> {
    const topics = new Set<string>();
    while (!topics.has(topic) && !topics.has("*")) {
      const message = await this.next();
      if (message === null) throw new Error(`the stream ended before "${topic}": ${[...topics].join(", ")}`);
      for (const each of topicsOf(message)) topics.add(each);
    }
    return topics;
  }

  close(): void {
    this.#abort.abort();
  }
}

export function topicsOf({ data }: Message): string[] {
  const { topics } = Object(data);
  return Array.isArray(topics) ? topics.map(String) : [];
}

export function positionOf(message: Message | null): number {
  return Number(Object(message?.data).position);
}

function read(block: string): Message | null {
  const fields = new Map(
    block.split("\n").flatMap((line) => {
      const colon = line.indexOf(": ");
      return colon <= 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)] as const];
    }),
  );
  const event = fields.get("event");
  if (event === undefined) return null;
  const data = parseJson(fields.get("data") ?? "null");
  return { event, id: fields.get("id") ?? "", data: data.ok ? data.value : null };
}
