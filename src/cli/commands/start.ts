/** `praxis start` and `praxis demo`: a server on a data folder, under a supervisor unless told otherwise. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { z } from "zod";
import { mustParse } from "../../kernel/schema.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { type RunningServer, startServer, untilAskedToEnd } from "../serve/run-server.ts";
import { supervise } from "../serve/supervisor.ts";
import type { Call, Shell } from "../shell.ts";

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  host: z.string().default("127.0.0.1"),
  allowHost: z.array(z.string()).default([]),
  supervisor: z.boolean().default(true),
  samples: z.boolean().default(false),
});

const restartPatienceMs = 60_000;

export function addStartCommands(shell: Shell): void {
  const start = shell
    .command("start [paths...]", "serve process files or folders; without a path, the customer-ops pack", [
      "start",
      "start ./processes",
      "start returns.ts --port 8080",
      "start --data /srv/praxis ./processes",
    ])
    .option("--port <number>", "the port; 0 takes a free one")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--allow-host <name...>", "names that the server is reached by besides the loopback")
    .option("--no-supervisor", "run the server itself: nobody starts it again");
  start.addOption(new Option("--samples", "send the pack's sample events").hideHelp());
  shell.does(start, (context, call) => serveForEver(context, call));

  const demo = shell
    .command("demo", "try the customer-ops pack on a data folder of its own, which nothing else uses", [
      "demo",
      "demo --port 0",
    ])
    .option("--port <number>", "the port; 0 takes a free one");
  shell.does(demo, (context, call) => {
    const folder = mkdtempSync(join(tmpdir(), "praxis-demo-"));
    context.output.print(`The demo's data folder is ${folder}; add --data ${folder} to the commands below.`);
    return serveForEver({ ...context, folder }, { args: [], options: { ...optionsOf(call), samples: true } });
  });
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
    announce(context, server);
    if (options.samples) await server.sendSamples();
    const why = await untilAskedToEnd();
    context.output.say(`praxis: ending (${why})`);
    await server.close();
    return exitCodes.done;
  }
  return supervise({
    program: context.host.program,
    say: context.output.say,
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
      ...(options.samples ? ["--samples"] : []),
      ...(context.json ? ["--json"] : []),
      ...options.allowHost.flatMap((name) => ["--allow-host", name]),
    ],
  });
}

function announce({ output, folder, json }: Context, { listening, opened, taken }: RunningServer): void {
  if (json) {
    output.print(JSON.stringify({ url: listening.url, pid: process.pid, folder, ...taken }));
    return;
  }
  const resumed = taken.runs + taken.effects === 0 ? "" : ` Taken up: ${taken.runs} runs, ${taken.effects} effects.`;
  output.print(
    `Praxis serves ${opened.served.what}.${resumed}
  where      ${listening.url}
  data       ${folder}
Try in another terminal:
  praxis runs          what runs, waits, and is done
  praxis gates         what waits for your answer
  praxis send <type> '<json>'
  praxis doctor        how it is doing
Ctrl-C ends it; nothing is lost.`,
  );
}
