/** Who is signed in, the people who may sign in, and the tokens of programs, as the API shows them. */
import { z } from "@hono/zod-openapi";
import { roles } from "../../oversee/people/roles.ts";
import { scopes } from "../../oversee/tokens/tokens-table.ts";
import { momentSchema } from "./event-view.ts";

export const scopeSchema = z.enum(scopes);
export const roleSchema = z.enum(roles).openapi({ description: "a set of scopes; an admin has all of them" });

export const sessionSchema = z
  .object({
    person: z
      .object({ name: z.string(), role: roleSchema, scopes: z.array(scopeSchema) })
      .nullable()
      .openapi({ description: "null while nobody is signed in" }),
    csrf: z
      .null()
      .openapi({ description: "there is no token to send: the header x-praxis-console: 1 takes its place" }),
    tenant: z.string(),
    currency: z
      .string()
      .nullable()
      .openapi({ description: "of amounts that do not say theirs; null where no pack has said", example: "EUR" }),
    version: z.string(),
    time: momentSchema,
  })
  .openapi("Session");
export type SessionView = z.output<typeof sessionSchema>;

export const personSchema = z
  .object({
    name: z.string().openapi({ example: "maria" }),
    role: roleSchema,
    mail: z.string().nullable(),
    createdAt: momentSchema,
    lastSeenAt: momentSchema.nullable().openapi({ description: "to the hour; null before the first sign-in" }),
  })
  .openapi("Person");
export type PersonView = z.output<typeof personSchema>;

export const loginLinkSchema = z
  .object({
    url: z.string().openapi({ description: "opens the console; signs in once, by a click there" }),
    expiresAt: momentSchema,
  })
  .openapi("LoginLink");
export type LoginLinkView = z.output<typeof loginLinkSchema>;

export const tokenSchema = z
  .object({
    name: z.string(),
    scopes: z.array(scopeSchema),
    issuedAt: momentSchema,
    issuedBy: z.string(),
    revokedAt: momentSchema.nullable(),
    revokedBy: z.string().nullable(),
  })
  .openapi("Token");
export type TokenView = z.output<typeof tokenSchema>;
