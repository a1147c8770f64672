/** What the person who is signed in may do. The server decides; the console only leaves out what would be refused, and says who may. */
import { useQuery } from "@tanstack/react-query";
import { sessionOptions } from "../api/queries.ts";
import type { Session } from "../api/types.ts";

export type Scope = NonNullable<Session["person"]>["scopes"][number];

export function usePerson(): Session["person"] {
  return useQuery(sessionOptions).data?.person ?? null;
}

export function useMay(scope: Scope): boolean {
  const scopes = usePerson()?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes("admin");
}

const whoMay: Readonly<Record<Scope, string>> = {
  read: "everybody who is signed in",
  events: "operators, approvers and admins",
  operate: "operators and admins",
  approve: "approvers and admins",
  admin: "admins",
};

/** "You are signed in as viewer. Only operators and admins may change autonomy." */
export function whyNot(role: string, scope: Scope, doing: string): string {
  return `You are signed in as ${role}. Only ${whoMay[scope]} may ${doing}.`;
}
