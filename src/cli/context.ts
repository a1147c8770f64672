/** What every command is given: the global options, the host, and where to write. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { mustParse } from "../kernel/schema.ts";
import type { CliHost } from "./host.ts";

export interface Output {
  /** The result, on standard output. */
  print(text: string): void;
  /** Progress and remarks, on standard error. */
  say(text: string): void;
  /** The same without a line's end, at a terminal. */
  draw(text: string): void;
  readonly columns: number;
  readonly isTerminal: boolean;
}

export interface Context {
  readonly host: CliHost;
  readonly output: Output;
  /** Absolute path of the data folder. */
  readonly folder: string;
  readonly json: boolean;
  /** The person who acts. */
  readonly as: string;
  readonly remote: { readonly url: string; readonly token: string | null } | null;
}

const globalSchema = z.object({
  data: z.string(),
  json: z.boolean().default(false),
  // It travels in a header, and is part of a principal's name.
  as: z
    .string()
    .regex(/^[!-9;-~\u00a1-\u00ff](?:[ -.0-9;-~\u00a0-\u00ff]{0,63})$/, "up to 64 letters, without a colon or a slash"),
  url: z.string().optional(),
  token: z.string().optional(),
});

export function contextOf(host: CliHost, output: Output, command: Command): Context {
  const options = mustParse(globalSchema, command.optsWithGlobals(), "what stands for all commands");
  return {
    host,
    output,
    folder: resolve(options.data),
    json: options.json,
    as: options.as,
    remote: options.url === undefined ? null : { url: options.url, token: options.token ?? null },
  };
}
