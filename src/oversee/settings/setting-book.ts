/** The settings port, and changing settings: each change recorded with who, why, before and after. */
import { z } from "zod";
import { accountName } from "../../act/connection.ts";
import type { Level, Settings } from "../../act/ports.ts";
import type { ContractRegistry } from "../../act/registry.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { anyJson, mustParse } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { settingsStream } from "./settings-table.ts";

export interface Change {
  readonly by: string;
  readonly why: string;
}

export interface Setting {
  readonly key: string;
  readonly value: Json;
  readonly changedAt: number;
  readonly changedBy: string;
}

const levels = z.enum(["shadow", "suggest", "gated", "autonomous"]);
const everything = "*";

function levelKey(process: string | null, contract: string | null): string {
  if (process === null) return "level";
  return contract === null ? `level/${process}` : `level/${process}/${contract}`;
}

export class SettingBook implements Settings {
  readonly #log: EventLog;
  readonly #contracts: ContractRegistry;
  readonly #defaultLevel: Level;

  constructor(log: EventLog, contracts: ContractRegistry, defaultLevel: Level = "gated") {
    this.#log = log;
    this.#contracts = contracts;
    this.#defaultLevel = defaultLevel;
  }

  get(key: string): Json {
    const row = this.#log.sql.get("SELECT value FROM settings WHERE key = ?", key);
    return row ? anyJson.parse(JSON.parse(text(row, "value"))) : null;
  }

  all(): Setting[] {
    return this.#log.sql.all("SELECT * FROM settings ORDER BY key").map((row) => ({
      key: text(row, "key"),
      value: anyJson.parse(JSON.parse(text(row, "value"))),
      changedAt: integer(row, "changed_at"),
      changedBy: text(row, "changed_by"),
    }));
  }

  levelOf(process: string, contract: string): Level {
    return this.#firstLevel([levelKey(process, contract), levelKey(process, null), levelKey(null, null)]);
  }

  /** What would hold there if nothing were set for it. */
  levelAbove(process: string | null, contract: string | null): Level {
    if (process === null) return this.#defaultLevel;
    const above = contract === null ? [] : [levelKey(process, null)];
    return this.#firstLevel([...above, levelKey(null, null)]);
  }

  #firstLevel(keys: readonly string[]): Level {
    for (const key of keys) {
      const parsed = levels.safeParse(this.get(key));
      if (parsed.success) return parsed.data;
    }
    return this.#defaultLevel;
  }

  parametersOf(policy: string): Json {
    return this.get(`policy/${policy}`);
  }

  stopped(connection: string, account: string): string | null {
    for (const scope of [everything, connection, accountName(connection, account)]) {
      const why = this.get(`stopped/${scope}`);
      if (typeof why === "string") return why;
    }
    return null;
  }

  reconcilingSince(): number | null {
    const since = this.get("reconciling");
    return typeof since === "number" ? since : null;
  }

  /** @throws bad_input, unknown_policy */
  setLevel(process: string | null, contract: string | null, level: unknown, change: Change): Promise<void> {
    const value = mustParse(levels, level, "the level of autonomy");
    return this.#set(levelKey(process, contract), value, change);
  }

  /** Lets what holds above hold here again. @throws level_not_set */
  async inheritLevel(process: string | null, contract: string | null, change: Change): Promise<void> {
    const key = levelKey(process, contract);
    if (this.get(key) === null) {
      const above = this.levelAbove(process, contract);
      throw new PraxisError("level_not_set", `no level is set here, so "${above}" is inherited already`, {
        next: "Nothing was changed. `praxis config` shows where levels are set.",
      });
    }
    await this.#set(key, null, change);
  }

  /** Changes some parameters of a policy; the others stay. @throws unknown_policy, bad_parameters */
  setParameters(policyName: string, parameters: Readonly<Record<string, Json>>, change: Change): Promise<void> {
    const policy = this.#contracts.policies().find((each) => each.name === policyName);
    if (!policy) {
      const names = this.#contracts.policies().map((each) => `"${each.name}"`);
      throw new PraxisError("unknown_policy", `there is no policy "${policyName}"`, {
        next: `Loaded: ${names.join(", ") || "none"}.`,
      });
    }
    const current = this.parametersOf(policyName) ?? policy.defaults;
    const merged = { ...(isObject(current) ? current : {}), ...parameters };
    const read = policy.readParameters(merged);
    // A schema drops a name that it does not know: a misspelt limit would be on record as changed, and hold nothing.
    const known = isObject(read) ? Object.keys(read) : [];
    const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new PraxisError("bad_parameters", `the policy "${policyName}" has no parameter "${unknown.join('", "')}"`, {
        next: `It has ${known.join(", ") || "none"}. Nothing was changed; the old ones stay in force.`,
      });
    }
    return this.#set(`policy/${policyName}`, read, change);
  }

  /** Stops every effect (`*`), those of a connection (`payments`), or of one account of it (`payments@main`). */
  stop(scope: string, change: Change): Promise<void> {
    return this.#set(`stopped/${scope}`, change.why, change);
  }

  resume(scope: string, change: Change): Promise<void> {
    return this.#set(`stopped/${scope}`, null, change);
  }

  startReconciling(since: number, change: Change): Promise<void> {
    return this.#set("reconciling", since, change);
  }

  finishReconciling(change: Change): Promise<void> {
    return this.#set("reconciling", null, change);
  }

  #set(key: string, after: Json, change: Change): Promise<void> {
    if (change.why.trim() === "") {
      throw new PraxisError("why_missing", "a change needs a reason", {
        next: "Say why, in a few words (`--why`); nothing was changed.",
      });
    }
    const before = this.get(key);
    const { durable } = this.#log.write((transaction) =>
      transaction.append(
        settingsStream,
        transaction.head(settingsStream),
        [{ type: "SettingChanged", data: { key, before, after, why: change.why } }],
        {
          principal: `person:${change.by}`,
        },
      ),
    );
    return durable;
  }
}
