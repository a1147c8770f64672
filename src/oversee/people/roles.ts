/** What people may do: a role is a set of scopes, the same scopes that tokens have. */
import type { Scope } from "../tokens/tokens-table.ts";

export const roles = ["viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof roles)[number];

/** Operating and approving are kept apart, so that two roles can keep four eyes; an admin may do both. */
export const scopesOf: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ["read"],
  operator: ["read", "events", "operate"],
  approver: ["read", "events", "approve"],
  admin: ["read", "events", "approve", "operate", "admin"],
};
