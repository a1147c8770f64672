/** The people who may sign in, their roles, and links that let them in. */
import { z } from "@hono/zod-openapi";
import { noBody, nothing, serve } from "../endpoint.ts";
import { addressOf } from "../guards/session-cookie.ts";
import type { ServerParts } from "../server-options.ts";
import { loginLinkSchema, personSchema, roleSchema } from "../views/session-view.ts";

const nameParams = z.object({ name: z.string().min(1).max(200) });
const mailSchema = z.email().max(254).nullable();
const changedSchema = z.object({ status: z.literal("changed") });

export function peopleRoutes(parts: ServerParts): void {
  listRoutes(parts);
  changeRoutes(parts);
  linkRoutes(parts);
}

function listRoutes({ app, praxis }: ServerParts): void {
  const { people } = praxis;
  serve(app, {
    method: "get",
    path: "/api/people",
    tag: "people",
    summary: "People who may sign in; their mail addresses are shown to admins only",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ people: z.array(personSchema) }),
  }).by(({ context }) => {
    const isAdmin = context.get("principal")?.scopes.includes("admin") === true;
    return { people: people.all().map((person) => ({ ...person, mail: isAdmin ? person.mail : null })) };
  });
  serve(app, {
    method: "post",
    path: "/api/people",
    tag: "people",
    summary: "Add a person",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: z.object({ name: z.string(), role: roleSchema, mail: mailSchema.default(null) }),
    reply: personSchema,
    successes: { 201: "they may sign in with a login link" },
    statusOf: () => 201,
  }).by(async ({ body, by }) => {
    await people.add(body, by);
    return people.mustFind(body.name);
  });
}

function changeRoutes({ app, praxis }: ServerParts): void {
  const { people, tokens } = praxis;
  serve(app, {
    method: "put",
    path: "/api/people/{name}",
    tag: "people",
    summary: "Change a role or a mail address; a role counts from the next request on",
    scope: "admin",
    params: nameParams,
    query: nothing,
    body: z.object({ role: roleSchema.optional(), mail: mailSchema.optional() }),
    reply: changedSchema,
  }).by(async ({ params, body: { role, mail }, by }) => {
    const change = { ...(role === undefined ? {} : { role }), ...(mail === undefined ? {} : { mail }) };
    await people.change(params.name, change, by);
    return { status: "changed" };
  });
  serve(app, {
    method: "delete",
    path: "/api/people/{name}",
    tag: "people",
    summary: "Remove a person: their sessions end at once, their mail address is erased",
    scope: "admin",
    params: nameParams,
    query: nothing,
    body: noBody,
    reply: z.object({
      status: z.literal("removed"),
      warning: z.string().nullable().openapi({ description: "set where a token of the same name is still in force" }),
    }),
  }).by(async ({ params: { name }, by }) => {
    await people.remove(name, by);
    const token = tokens
      .all()
      .find((each) => each.revokedAt === null && each.name.toLowerCase() === name.toLowerCase());
    const warning = token ? `the token "${token.name}" is still in force; \`praxis token revoke ${token.name}\`` : null;
    return { status: "removed", warning };
  });
}

function linkRoutes({ app, praxis }: ServerParts): void {
  const { people, sessions } = praxis;
  serve(app, {
    method: "post",
    path: "/api/people/{name}/login-link",
    tag: "people",
    summary: "Give out a login link: it signs this person in, once, within 15 minutes",
    scope: "admin",
    params: nameParams,
    query: nothing,
    body: noBody,
    reply: loginLinkSchema,
    successes: { 201: "here it is, once" },
    statusOf: () => 201,
  }).by(async ({ params, by, context }) => {
    const { name } = people.mustFind(params.name);
    const { code, expiresAt } = await sessions.offer(name, by);
    // Behind the hash, for what stands there is sent to no server and gets into no server's records.
    const url = new URL(`/login#code=${code}`, addressOf(context)).href;
    return { url, expiresAt };
  });
}
