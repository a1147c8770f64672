/** The command line: reads arguments, runs one command, and turns whatever happens into words and an exit code. */
import { userInfo } from "node:os";
import { Command, CommanderError } from "commander";
import { PraxisError } from "../kernel/errors.ts";
import { addAnswerCommands } from "./commands/answer.ts";
import { addBackupCommands } from "./commands/backup.ts";
import { addCheckCommand } from "./commands/check.ts";
import { addConfigCommands } from "./commands/config.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEventCommands } from "./commands/event.ts";
import { addForkCommand } from "./commands/fork.ts";
import { addInitCommand } from "./commands/init.ts";
import { addListCommands } from "./commands/list.ts";
import { addPeopleCommands } from "./commands/people.ts";
import { addShowCommands } from "./commands/show.ts";
import { addStartCommands } from "./commands/start.ts";
import { addSteerCommands } from "./commands/steer.ts";
import { addCompactCommand } from "./commands/upkeep/compact.ts";
import { addReplayCommand } from "./commands/upkeep/replay.ts";
import { addVerifyCommand } from "./commands/verify.ts";
import type { Output } from "./context.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { CliHost } from "./host.ts";
import { describeFailure, explained } from "./render/failure.ts";
import { Shell } from "./shell.ts";

/** @param argv without the program's own name. @returns the exit code. */
export async function runCli(
  argv: readonly string[],
  host: CliHost,
  output: Output = processOutput(),
): Promise<number> {
  const program = globalOptions(new Command("praxis"), host, output);
  const shell = new Shell(program, host, output);
  addInitCommand(shell);
  addStartCommands(shell);
  addCheckCommand(shell);
  addEventCommands(shell);
  addListCommands(shell);
  addShowCommands(shell);
  addAnswerCommands(shell);
  addSteerCommands(shell);
  addForkCommand(shell);
  addReplayCommand(shell);
  addVerifyCommand(shell);
  addBackupCommands(shell);
  addCompactCommand(shell);
  addDoctorCommand(shell);
  addConfigCommands(shell);
  addPeopleCommands(shell);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return shell.exitCode;
  } catch (caught) {
    const thrown = explained(caught);
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const json = argv.includes("--json");
    output.say(describeFailure(thrown, { json, debug: (process.env.DEBUG ?? "") !== "" }));
    return thrown instanceof PraxisError ? exitCodeOf(thrown.code) : exitCodes.error;
  }
}

function globalOptions(program: Command, host: CliHost, output: Output): Command {
  return program
    .description(
      "An operating layer for digital work: it observes, decides, acts through contracts, and answers for it.",
    )
    .version(host.version)
    .option("--data <folder>", "the data folder", process.env.PRAXIS_DATA ?? ".praxis")
    .option("--json", "answers for programs")
    .option("--as <name>", "who acts: your name, as it goes on record", process.env.USER ?? userName())
    .option("--url <url>", "a server elsewhere (PRAXIS_URL)", process.env.PRAXIS_URL)
    .option("--token <token>", "the token for it (PRAXIS_TOKEN)", process.env.PRAXIS_TOKEN)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.say(text.trimEnd()),
    })
    .showHelpAfterError("(add --help for more)")
    .addHelpText("after", `\n${exitCodeHelp}`);
}

const exitCodeHelp = `Exit codes: 0 done, 1 error, 2 wrong use, 3 not found, 4 verification failed, 5 not in this state, 6 it waits,
74 disk failed or damaged, 75 the data folder is in use, 78 wrong set-up.

Begin with: praxis start`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody";
  }
}

function processOutput(): Output {
  // `praxis runs | head` closes the pipe early: that is no error.
  process.stdout.on("error", () => process.exit(exitCodes.done));
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    draw: (text) => void process.stderr.write(text),
    columns: process.stdout.columns ?? 100,
    isTerminal: process.stderr.isTTY === true,
  };
}
