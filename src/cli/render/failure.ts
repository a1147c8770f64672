/** Errors for people: what happened, what is kept, what to do next. The stack is for `DEBUG=1`. */
import { messageOf, PraxisError } from "../../kernel/errors.ts";

const bug =
  "This is a bug in Praxis. What was acknowledged is kept. Run the command again with DEBUG=1 in front, and report what it prints.";

/** What the system says about a disk, in words; anything else as it is. */
export function explained(thrown: unknown): unknown {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new PraxisError("disk_full", `there is no space left on the disk: ${messageOf(thrown)}`, {
      next: "Free some space, then try again. All that was acknowledged is kept.",
      disposition: "pause",
      cause: thrown,
    });
  }
  if (code === "EIO" || code === "EROFS") {
    return new PraxisError("disk_failed", `the disk refused: ${messageOf(thrown)}`, {
      next: "Check the disk, then try again. All that was acknowledged is kept, and `praxis verify` proves it.",
      disposition: "pause",
      cause: thrown,
    });
  }
  return thrown;
}

export function describeFailure(thrown: unknown, options: { json: boolean; debug: boolean }): string {
  const code = thrown instanceof PraxisError ? thrown.code : "bug";
  const next = thrown instanceof PraxisError ? thrown.next : bug;
  if (options.json) return JSON.stringify({ error: { code, message: messageOf(thrown), next } });
  const lines = [`praxis: ${messageOf(thrown)}`, next];
  if (options.debug && thrown instanceof Error && thrown.stack !== undefined) lines.push(thrown.stack);
  return lines.join("\n");
}
