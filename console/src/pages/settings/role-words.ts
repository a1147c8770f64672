/** Roles and scopes in words. */
import type { Scope } from "../../access/use-may.ts";
import type { Person } from "../../api/types.ts";

export type Role = Person["role"];

export const roles: readonly Role[] = ["viewer", "operator", "approver", "admin"];

export const roleText: Readonly<Record<Role, string>> = {
  viewer: "sees everything, changes nothing",
  operator: "sends work in, lowers autonomy, stops and retries",
  approver: "sends work in, answers questions",
  admin: "may do all of it, gives more autonomy, changes policies, and says who else may",
};

export const scopeText: Readonly<Record<Scope, string>> = {
  read: "see everything",
  events: "send work in",
  approve: "answer questions",
  operate: "lower autonomy, stop and retry",
  admin: "everything",
};

export const scopes: readonly Scope[] = ["read", "events", "approve", "operate", "admin"];
