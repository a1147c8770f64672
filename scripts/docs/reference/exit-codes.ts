/** Exit codes, and which error ends with which: from the sources, where each error says its code. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodeOf, exitCodes } from "../../../src/cli/exit-codes.ts";
import { code, type Page, table } from "./markdown.ts";

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: "done",
  error: "an error; the text says what is kept and what to do next",
  usage: "wrong use: an unknown command, a missing argument, a value that cannot be read",
  notFound: "what was named is not there",
  verificationFailed:
    "`praxis verify` found the log not whole, or `praxis replay` code that does not do what is on record",
  conflict:
    "it does not fit the state of things: a gate that is closed, a run that is over, a folder that is not empty",
  waiting: "it is not over: `praxis run` followed a run that waits for somebody or something",
  disk: "the disk failed, or what is on it is damaged",
  inUse: "the data folder is in use, or another server took it over",
  configuration: "it cannot work here: a port that is taken, a file of processes that does not load",
};

const thrownCode = /(?:new PraxisError|\brefuse|\bbroken)\(\s*"([a-z][a-z_]+)"/g;

/** What the command line may end with: errors of the program itself, not those that a process meets. */
function errorCodes(root: string): string[] {
  const files = globSync("src/**/*.ts", { cwd: root, exclude: ["**/testing/**", "**/*.test.ts"] });
  const found = files.flatMap((file) => [...readFileSync(join(root, file), "utf8").matchAll(thrownCode)]);
  return [...new Set(found.flatMap(([, each]) => each ?? []))].sort();
}

export function exitCodesPage(root: string): Page {
  const codes = errorCodes(root);
  const rows = Object.entries(exitCodes).map(([name, exit]) => {
    const ending = codes.filter((each) => exitCodeOf(each) === exit);
    const isKey = (key: string): key is keyof typeof exitCodes => key in exitCodes;
    return [
      String(exit),
      isKey(name) ? meanings[name] : "",
      exit === exitCodes.error ? "all others" : ending.map(code).join(" "),
    ];
  });
  const others = codes.filter((each) => exitCodeOf(each) === exitCodes.error);
  return {
    file: "exit-codes.md",
    title: "Exit codes",
    about: "what a command ends with, for scripts",
    body: [
      'Scripts may rely on them. With `--json` an error is `{"error": {"code", "message", "next"}}` on standard error; its code is one of those in the last column.',
      table(["exit code", "means", "error codes"], rows),
      `The other error codes: ${others.map(code).join(" ")}`,
    ].join("\n\n"),
  };
}
