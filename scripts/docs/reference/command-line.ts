/** The command line, in its own words: the help of each command. */

import type { Output } from "../../../src/cli/context.ts";
import type { CliHost } from "../../../src/cli/host.ts";
import { runCli } from "../../../src/cli/run-cli.ts";
import { type Page, printed } from "./markdown.ts";

const inUsersHands = ["PRAXIS_DATA", "PRAXIS_URL", "PRAXIS_TOKEN"];

/** Help touches none of it. */
function nobody(): never {
  throw new Error("help opens nothing");
}
const host: CliHost = {
  version: "0.0.0",
  defaultPort: 0,
  program: { main: "", flags: [] },
  openPack: async () => nobody(),
  open: async () => nobody(),
  verify: nobody,
  backUp: async () => nobody(),
  restore: nobody,
  inspect: nobody,
  rewrite: nobody,
};

async function helpOf(...path: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const output: Output = {
    print: (text) => void lines.push(text),
    say: (text) => void lines.push(text),
    draw: () => undefined,
    columns: 80,
    isTerminal: false,
  };
  await runCli([...path, "--help"], host, output);
  return lines.join("\n");
}

/** The same text whoever asks, wherever: without the defaults of this machine and the width of this terminal. */
async function asAnybody<T>(work: () => Promise<T>): Promise<T> {
  const environment = { ...process.env };
  const { isTTY } = process.stdout;
  for (const name of inUsersHands) delete process.env[name];
  process.env.USER = "you";
  process.stdout.isTTY = false;
  try {
    return await work();
  } finally {
    Object.assign(process.env, environment);
    process.stdout.isTTY = isTTY;
  }
}

/** Commander lists a command's own commands below `Commands:`. */
function commandsIn(help: string): string[] {
  const [, list = ""] = /\nCommands:\n([\s\S]*?)(?:\n\n|$)/.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) =>
    name === undefined || name === "help" ? [] : [name],
  );
}

async function sections(path: readonly string[], depth: number): Promise<string[]> {
  const help = await helpOf(...path);
  const own = `${"#".repeat(depth)} praxis ${path.join(" ")}\n\n${printed(help)}`;
  const below: string[] = [];
  for (const name of commandsIn(help)) below.push(...(await sections([...path, name], depth + 1)));
  return [own, ...below];
}

/** @returns every command as it is typed, such as `config policy`. */
export function commandPaths(page: Page): string[] {
  return [...page.body.matchAll(/^#+ praxis (.+)$/gm)].flatMap(([, path]) => path ?? []);
}

export function commandLinePage(): Promise<Page> {
  return asAnybody(async () => {
    const help = await helpOf();
    const all: string[] = [];
    for (const name of commandsIn(help)) all.push(...(await sections([name], 2)));
    return {
      file: "command-line.md",
      title: "Command line",
      about: "every command with its options and examples",
      body: `In a project, type \`npx praxis\`. Options of all commands stand before or after the command.\n\n${printed(help)}\n\n${all.join("\n\n")}`,
    };
  });
}
