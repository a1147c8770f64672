/** Errors for people: what happened, what is kept, what to do next. The stack is for `DEBUG=1`. */
import { messageOf, PraxisError } from "../../kernel/errors.ts";

const bug =
  "This is a bug in Praxis. What was acknowledged is kept. Run the command again with DEBUG=1 in front, and report what it prints.";

export function describeFailure(thrown: unknown, options: { json: boolean; debug: boolean }): string {
  const code = thrown instanceof PraxisError ? thrown.code : "bug";
  const next = thrown instanceof PraxisError ? thrown.next : bug;
  if (options.json) return JSON.stringify({ error: { code, message: messageOf(thrown), next } });
  const lines = [`praxis: ${messageOf(thrown)}`, next];
  if (options.debug && thrown instanceof Error && thrown.stack !== undefined) lines.push(thrown.stack);
  return lines.join("\n");
}
