/** A mail server that does as a script says, to the byte: what it was given is in `data`. */
import { createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";

export interface Script {
  readonly greeting?: string;
  readonly mail?: string;
  readonly recipient?: string;
  /** Its answer to DATA; `deaf` says go ahead, and then reads nothing. */
  readonly data?: string | "deaf";
  /** Its answer to the final dot. */
  readonly end?: string | "dies" | "silence";
}

export class ScriptedServer {
  readonly commands: string[] = [];
  readonly sockets = new Set<Socket>();
  data = "";
  port = 0;

  get url(): string {
    return `smtp://localhost:${this.port}`;
  }

  /** Whether it was given a whole mail. */
  get hasWholeMail(): boolean {
    return this.data.includes("\r\n.\r\n");
  }
}

export async function scriptedServer(context: TestContext, script: Script = {}): Promise<ScriptedServer> {
  const state = new ScriptedServer();
  const server = createServer((socket) => {
    state.sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket, state, script);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address) state.port = address.port;
  context.after(() => {
    for (const socket of state.sockets) socket.destroy();
    server.close();
  });
  return state;
}

function serve(socket: Socket, state: ScriptedServer, script: Script): void {
  let line = "";
  let isData = false;
  const say = (text: string): void => void socket.write(`${text}\r\n`);
  const answer = (command: string): void => {
    state.commands.push(command);
    const verb = command.slice(0, 4).toUpperCase();
    if (verb === "EHLO") say("250-scripted\r\n250 SIZE 100000000");
    else if (verb === "MAIL") say(script.mail ?? "250 go on");
    else if (verb === "RCPT") say(script.recipient ?? "250 go on");
    else if (verb === "DATA") {
      const { data = "354 go ahead" } = script;
      say(data === "deaf" ? "354 go ahead" : data);
      isData = data === "deaf" || data.startsWith("3");
      if (data === "deaf") socket.pause();
    } else if (verb === "QUIT") socket.end("221 bye\r\n");
    else say("502 what");
  };
  say(script.greeting ?? "220 scripted");
  socket.on("data", (chunk: Buffer) => {
    if (isData) {
      state.data += chunk.toString("latin1");
      if (!state.hasWholeMail) return;
      isData = false;
      const { end = "250 taken" } = script;
      if (end === "dies") socket.destroy();
      else if (end !== "silence") say(end);
      return;
    }
    line += chunk.toString("latin1");
    for (let at = line.indexOf("\r\n"); at >= 0; at = line.indexOf("\r\n")) {
      const command = line.slice(0, at);
      line = line.slice(at + 2);
      answer(command);
    }
  });
}
