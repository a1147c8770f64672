/**
 * Opens a pack by its name, as a user's file is loaded: this program does not depend on it. A pack exports `openCustomerOps`, which opens all
 * that it needs on the data folder, and may export `demo`, which plays a day of it.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { codeDigest } from "../../assembly/code-digest.ts";
import { type Definition, isDefinition } from "../../assembly/definitions.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { parse } from "../../kernel/schema.ts";
import type { Served } from "../host.ts";

const functionSchema = z.custom<(...args: readonly unknown[]) => unknown>((value) => typeof value === "function");
const packSchema = z.object({ openCustomerOps: functionSchema, demo: functionSchema.optional() });
const openedSchema = z.object({
  definitions: z.array(z.custom<Definition>(isDefinition)),
  environment: z.record(z.string(), z.string()).default({}),
  tryOut: z.array(z.string()).default([]),
  close: functionSchema,
});

/** @throws no_pack */
export async function openPack(name: string, folder: string): Promise<Served> {
  const { entry, open, play } = await findPack(name);
  const opened = parse(openedSchema, await open({ dataFolder: resolve(folder) }));
  if (!opened.ok) throw noPack(name, `what it opened does not read as expected: ${opened.error}`);
  const { definitions, environment, tryOut, close } = opened.value;
  return {
    definitions: [{ codeDigest: codeDigest(entry), definitions }],
    environment,
    demo: play === undefined ? null : async (stage) => (await play({ ...stage, environment })) === true,
    what: `the pack ${name}`,
    tryOut,
    close: async () => void (await close()),
  };
}

async function findPack(name: string): Promise<{
  entry: string;
  open: (options: unknown) => unknown;
  play: ((stage: unknown) => unknown) | undefined;
}> {
  try {
    const entry = fileURLToPath(import.meta.resolve(name));
    const { openCustomerOps, demo } = packSchema.parse(await import(name));
    return { entry, open: openCustomerOps, play: demo };
  } catch (thrown) {
    throw noPack(name, messageOf(thrown), thrown);
  }
}

function noPack(name: string, why: string, cause?: unknown): PraxisError {
  return new PraxisError("no_pack", `no path was named, and the pack ${name} cannot be opened: ${why}`, {
    next: "Name a file or folder of processes: `praxis start ./processes`.",
    disposition: "pause",
    cause,
  });
}
