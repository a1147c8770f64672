/**
 * Ties commander's commands to what they do: a command's work is given its context, its arguments as text and its options unread, and returns an
 * exit code.
 */
import type { Command } from "commander";
import { type Context, contextOf, type Output } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import type { CliHost } from "./host.ts";

export interface Call {
  /** The arguments, in order. */
  readonly args: readonly string[];
  /** As commander read them; a schema reads them again. */
  readonly options: unknown;
}

export type Work = (context: Context, call: Call) => Promise<number | undefined>;

/** Adds commands to a program; remembers the exit code of the one that ran. */
export class Shell {
  readonly #program: Command;
  readonly #host: CliHost;
  readonly #output: Output;
  exitCode: number = exitCodes.done;

  constructor(program: Command, host: CliHost, output: Output) {
    this.#program = program;
    this.#host = host;
    this.#output = output;
  }

  /** @param usage commander's own, such as `show <run>`. */
  command(usage: string, summary: string, examples: readonly string[], parent: Command = this.#program): Command {
    const command = parent.command(usage).description(summary);
    const lines = examples.map((example) => `  $ praxis ${example}`);
    return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  }

  does(command: Command, work: Work): void {
    command.action(async () => {
      const context = contextOf(this.#host, this.#output, command);
      this.exitCode = (await work(context, { args: command.args, options: command.opts() })) ?? exitCodes.done;
    });
  }
}
