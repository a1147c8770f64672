/**
 * Notices to approvers, beside whatever is served: the pack `praxis/notices`, opened by its name and set up by the environment. This program does
 * not depend on it.
 */
import { fileURLToPath } from "node:url";
import { ZodError, z } from "zod";
import { codeDigest } from "../../assembly/code-digest.ts";
import { type Definition, isDefinition } from "../../assembly/definitions.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { Served } from "../host.ts";

export interface NoticesPlace {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where this server listens, once it does. */
  readonly url: () => string;
  /** Whether to write them into the data folder's outbox where nobody is named. */
  readonly byDefault: boolean;
}

const packName = "praxis/notices";
const packSchema = z.object({
  noticesFromEnvironment: z.custom<(place: NoticesPlace) => unknown>((value) => typeof value === "function"),
});
const definitionsSchema = z.array(z.custom<Definition>(isDefinition));

/** @throws bad_environment */
export async function openNotices(served: Served, place: NoticesPlace): Promise<Served["definitions"]> {
  // A command that only reads serves nothing, and tells nobody.
  if (served.definitions.length === 0) return [];
  const { noticesFromEnvironment } = packSchema.parse(await import(packName));
  try {
    const definitions = definitionsSchema.parse(noticesFromEnvironment(place));
    return [{ codeDigest: codeDigest(fileURLToPath(import.meta.resolve(packName))), definitions }];
  } catch (thrown) {
    if (!(thrown instanceof ZodError)) throw thrown;
    const [issue] = thrown.issues;
    throw new PraxisError("bad_environment", `${issue?.path.join(".")}: ${issue?.message}`, {
      next: "Correct or remove this variable of the environment, and start again; nothing was started.",
      disposition: "pause",
      cause: thrown,
    });
  }
}
