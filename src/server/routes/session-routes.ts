/**
 * Who is signed in; signing in and out.
 *
 * Invariant: only a POST from the console uses a login code up. A GET of any address never does, so a mail program that looks at links, or a
 * browser that loads ahead, costs nobody their link.
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { PraxisError } from "../../kernel/errors.ts";
import { tenant } from "../../log/envelope.ts";
import { type Role, roles, scopesOf } from "../../oversee/people/roles.ts";
import { sessionLivesMs } from "../../oversee/people/session-book.ts";
import type { Scope } from "../../oversee/tokens/tokens-table.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { consoleHeader, requireConsole } from "../guards/console-only.ts";
import { FailedTries } from "../guards/failed-tries.ts";
import { cookieName, readSessionCookie, removeSessionCookie, writeSessionCookie } from "../guards/session-cookie.ts";
import type { ServerEnv, ServerParts } from "../server-options.ts";
import { type SessionView, sessionSchema } from "../views/session-view.ts";

export function sessionRoutes({ app, praxis, options }: ServerParts): void {
  const { people, sessions, ports } = praxis;
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: cookieName,
    description: `The console's own: a person who is signed in. What changes something also needs the header \`${consoleHeader}: 1\` and the server's own Origin.`,
  });
  const failedTries = new FailedTries(ports.clock);
  const view = (person: SessionView["person"]): SessionView => {
    return {
      person,
      csrf: null,
      tenant,
      currency: praxis.contracts.currency,
      version: options.version,
      time: ports.clock.now(),
    };
  };
  serve(app, {
    method: "get",
    path: "/api/session",
    tag: "people",
    summary: "Who asks: the person who is signed in with this browser, or the name of a token that amounts to a role",
    scope: null,
    params: nothing,
    query: nothing,
    body: noBody,
    reply: sessionSchema,
  }).by(({ context }) => {
    const principal = context.get("principal");
    const role = principal && (principal.session?.role ?? roleOf(principal.scopes));
    return view(role ? viewPerson(principal.name, role) : null);
  });
  serve(app, {
    method: "post",
    path: "/api/session",
    tag: "people",
    summary: "Sign in: exchange a one-time code for a session, kept in a cookie",
    scope: null,
    params: nothing,
    query: nothing,
    body: z.object({ code: z.string().min(1).max(200) }),
    reply: sessionSchema,
  }).by(async ({ body, context }) => {
    requireConsole(context);
    const begun = await signIn(context, body.code);
    const before = readSessionCookie(context);
    const replaced = before === undefined ? undefined : sessions.recognise(before);
    if (replaced) await sessions.signOut(replaced);
    writeSessionCookie(context, begun.secret, sessionLivesMs);
    const { name, role } = people.mustFind(begun.person);
    return view(viewPerson(name, role));
  });
  serve(app, {
    method: "delete",
    path: "/api/session",
    tag: "people",
    summary: "Sign out",
    scope: null,
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ status: z.literal("signed out") }),
  }).by(async ({ context }) => {
    const session = context.get("principal")?.session;
    if (session) await sessions.signOut(session);
    removeSessionCookie(context);
    return { status: "signed out" };
  });

  async function signIn(context: Context<ServerEnv>, code: string) {
    try {
      return await sessions.signIn(code);
    } catch (thrown) {
      const isRefused = thrown instanceof PraxisError && thrown.code === "login_refused";
      if (isRefused) failedTries.count(context.env.address ?? "this process");
      throw thrown;
    }
  }
}

/** The role that a token amounts to, where it has the scopes of one. */
function roleOf(scopes: readonly Scope[]): Role | undefined {
  if (scopes.includes("admin")) return "admin";
  return roles.find(
    (role) => scopesOf[role].length === scopes.length && scopesOf[role].every((each) => scopes.includes(each)),
  );
}

function viewPerson(name: string, role: Role): NonNullable<SessionView["person"]> {
  return { name, role, scopes: [...scopesOf[role]] };
}
