/** `praxis start` and `praxis demo`: a server on a data folder, under a supervisor unless told otherwise. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../../kernel/errors.ts";
import { mustParse } from "../../kernel/schema.ts";
import { Api } from "../client/api.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { browserUrl, offerFirstLogin } from "../serve/login-link.ts";
import { type RunningServer, startServer, untilAskedToEnd } from "../serve/run-server.ts";
import { supervise } from "../serve/supervisor.ts";
import type { Call, Shell } from "../shell.ts";

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  host: z.string().default("127.0.0.1"),
  allowHost: z.array(z.string()).default([]),
  supervisor: z.boolean().default(true),
  watch: z.boolean().default(false),
  keep: z.boolean().default(false),
});

const restartPatienceMs = 60_000;

export function addStartCommands(shell: Shell): void {
  const start = shell
    .command("start [paths...]", "serve process files or folders; without a path, the customer-ops pack", [
      "start",
      "start ./processes",
      "start returns.ts --port 8080",
      "start --watch ./processes",
      "start --data /srv/praxis ./processes",
    ])
    .option("--port <number>", "the port; 0 takes a free one")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--allow-host <name...>", "names that the server is reached by besides the loopback")
    .option("--watch", "start again on the new code when a file of processes changes; waiting runs are kept")
    .option("--no-supervisor", "run the server itself: nobody starts it again");
  shell.does(start, (context, call) => serveForEver(context, call));

  const demo = shell
    .command("demo", "play a day of the customer-ops pack, on a data folder that nothing else uses", [
      "demo",
      "demo --keep --port 4401",
    ])
    .option("--port <number>", "the port; a free one unless named")
    .option("--keep", "go on serving afterwards, to look around");
  shell.does(demo, playDemo);
}

async function playDemo(context: Context, call: Call): Promise<number> {
  const { port = 0, host, keep } = optionsOf(call);
  const folder = mkdtempSync(join(tmpdir(), "praxis-demo-"));
  const { print } = context.output;
  const options = { paths: [], listenOn: host, port, allowedHosts: [], patienceMs: 0 };
  const server = await startServer({ ...context, folder }, options);
  try {
    const play = server.opened.served.demo;
    const went = play === null || (await play({ url: server.listening.url, token: server.token, print }));
    print(`\nIts data is kept in ${folder}. Look around:
  npx praxis --data ${folder} runs
  npx praxis --data ${folder} effects
  npx praxis --data ${folder} why <id of a run or an effect>
  npx praxis --data ${folder} verify`);
    if (keep) {
      const loginUrl = await firstLogin(context, server);
      print(`It goes on at ${loginUrl ?? server.listening.url} until you press Ctrl-C.`);
      await untilAskedToEnd();
    }
    return went ? exitCodes.done : exitCodes.error;
  } finally {
    await server.close();
  }
}

function optionsOf(call: Call): z.infer<typeof optionsSchema> {
  return mustParse(optionsSchema, call.options, "the options");
}

async function serveForEver(context: Context, call: Call): Promise<number> {
  const options = optionsOf(call);
  const port = options.port ?? context.host.defaultPort;
  if (!options.supervisor || process.env.PRAXIS_SUPERVISED !== undefined) {
    const server = await startServer(context, {
      paths: call.args,
      listenOn: options.host,
      port,
      allowedHosts: options.allowHost,
      // While the server was down a command may have opened the folder; one that a person starts is refused at once.
      patienceMs: process.env.PRAXIS_SUPERVISED === "again" ? restartPatienceMs : 0,
    });
    process.send?.({ listening: { port: server.listening.port } });
    // Whoever sees a server come up again has signed in before.
    const loginUrl = process.env.PRAXIS_SUPERVISED === "again" ? null : await firstLogin(context, server);
    announce(context, server, loginUrl);
    const why = await untilAskedToEnd();
    context.output.say(`praxis: ending (${why})`);
    await server.close();
    return exitCodes.done;
  }
  return supervise({
    program: context.host.program,
    say: context.output.say,
    ...(options.watch ? { watched: call.args } : {}),
    args: (known) => [
      "start",
      ...call.args,
      "--no-supervisor",
      "--data",
      context.folder,
      "--port",
      String(known ?? port),
      "--host",
      options.host,
      "--as",
      context.as,
      ...(context.json ? ["--json"] : []),
      ...options.allowHost.flatMap((name) => ["--allow-host", name]),
    ],
  });
}

/** Null where the log cannot be written, too: the server serves all the same, and `praxis login` says why. */
async function firstLogin(context: Context, { opened, listening, token }: RunningServer): Promise<string | null> {
  const url = browserUrl(listening.url);
  const api = new Api({ send: (request) => opened.request(request), url, token, as: context.as });
  return offerFirstLogin(api, context.as).catch((thrown: unknown) => {
    context.output.say(`praxis: no login link could be made: ${messageOf(thrown)}`);
    return null;
  });
}

function inTheConsole(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `Try in the console:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function announce(
  { output, folder, json }: Context,
  { listening, opened, taken }: RunningServer,
  loginUrl: string | null,
): void {
  if (json) {
    output.print(JSON.stringify({ url: listening.url, pid: process.pid, folder, loginUrl, ...taken }));
    return;
  }
  const resumed = taken.runs + taken.effects === 0 ? "" : ` Taken up: ${taken.runs} runs, ${taken.effects} effects.`;
  output.print(
    `Praxis serves ${opened.served.what}.${resumed}
  where      ${browserUrl(listening.url)}
  sign in    ${loginUrl === null ? "npx praxis login" : `${loginUrl}\n             (once, within 15 minutes; then: npx praxis login)`}
  data       ${folder}
${inTheConsole(opened.served.tryOut)}Try in another terminal:
  npx praxis runs      what runs, waits, and is done
  npx praxis gates     what waits for your answer
  npx praxis send <type> '<json>'
  npx praxis doctor    how it is doing
Ctrl-C ends it; nothing is lost.`,
  );
}
