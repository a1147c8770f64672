/** What is loaded and set, for people. */
import { z } from "zod";
import { anyJson } from "../../kernel/schema.ts";
import { shortened, table } from "./table.ts";
import { clockTime } from "./time.ts";

const secretShape = z.looseObject({ name: z.string(), set: z.boolean() });

export const loadedShape = z.looseObject({
  processes: z.array(z.looseObject({ name: z.string(), version: z.string(), on: z.string().nullable() })),
  contracts: z.array(
    z.looseObject({
      name: z.string(),
      tier: z.string(),
      connection: z.string().nullable(),
      policies: z.array(z.string()),
      secret: secretShape.nullable().optional(),
    }),
  ),
  policies: z.array(z.looseObject({ name: z.string(), contracts: z.array(z.string()), parameters: anyJson })),
  sources: z.array(z.looseObject({ name: z.string(), scheme: z.string(), secrets: z.array(secretShape) })),
  defaultLevel: z.string(),
  levels: z.array(
    z.looseObject({ process: z.string().nullable(), contract: z.string().nullable(), level: z.string() }),
  ),
});
export type LoadedShape = z.infer<typeof loadedShape>;

export const settingsShape = z.looseObject({
  settings: z.array(z.looseObject({ key: z.string(), value: anyJson, changedAt: z.number(), changedBy: z.string() })),
});
export type SettingsShape = z.infer<typeof settingsShape>;

export const changesShape = z.looseObject({
  changes: z.array(
    z.looseObject({
      at: z.number(),
      by: z.string(),
      key: z.string(),
      before: anyJson,
      after: anyJson,
      why: z.string(),
    }),
  ),
});

export function describeLoaded(loaded: LoadedShape, set: SettingsShape): string {
  const sections: [string, string][] = [
    [
      "Processes",
      table(
        ["process", "begins with", "version"],
        loaded.processes.map(({ name, on, version }) => [
          name,
          on ?? "(by hand, or by other runs)",
          version.slice(0, 8),
        ]),
      ),
    ],
    [
      "Contracts",
      table(
        ["contract", "tier", "connection", "policies"],
        loaded.contracts.map((each) => [each.name, each.tier, each.connection ?? "", each.policies.join(", ")]),
      ),
    ],
    [
      "Policies",
      table(
        ["policy", "on", "parameters"],
        loaded.policies.map((each) => [
          each.name,
          each.contracts.join(", "),
          shortened(JSON.stringify(each.parameters), 70),
        ]),
      ),
    ],
    [
      "Sources",
      table(
        ["source", "signature", "secrets"],
        loaded.sources.map(({ name, scheme, secrets }) => [
          name,
          scheme,
          secrets.map((secret) => `${secret.name}${secret.set ? "" : " (missing)"}`).join(", "),
        ]),
      ),
    ],
    [
      "Levels of autonomy",
      table(
        ["process", "contract", "level"],
        [
          ["(all others)", "", loaded.defaultLevel],
          ...loaded.levels.map(({ process, contract, level }) => [process ?? "", contract ?? "(all)", level]),
        ],
      ),
    ],
    [
      "Set at run time",
      table(
        ["setting", "value", "since", "by"],
        set.settings.map(({ key, value, changedAt, changedBy }) => [
          key,
          shortened(JSON.stringify(value), 50),
          clockTime(changedAt),
          changedBy,
        ]),
      ),
    ],
  ];
  return sections
    .filter(([, body]) => body.includes("\n"))
    .map(([title, body]) => `${title}\n${body.replace(/^/gm, "  ")}`)
    .join("\n\n");
}

export function describeChanges({ changes }: z.infer<typeof changesShape>): string {
  if (changes.length === 0) return "Nothing was changed so far.";
  return table(
    ["when", "by", "setting", "before", "after", "why"],
    changes.map(({ at, by, key, before, after, why }) => [
      clockTime(at),
      by,
      key,
      shortened(JSON.stringify(before), 30),
      shortened(JSON.stringify(after), 30),
      shortened(why, 50),
    ]),
  );
}
