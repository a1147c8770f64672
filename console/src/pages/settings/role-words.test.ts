import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNot } from "../../access/use-may.ts";
import { type Role, roles, roleText } from "./role-words.ts";

test("a role is said to change policies only where the Processes page lets it", () => {
  const said = whyNot("viewer", "admin", "change what policies allow");
  const may = (role: Role): boolean => said.includes(`${role}s`);
  for (const role of roles) assert.equal(/polic|rules/.test(roleText[role]), may(role), role);
});
