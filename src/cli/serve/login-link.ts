/** Login links for whoever sits at the server's own machine: they own its data folder, so they may sign in as whom they like. */
import { z } from "zod";
import type { Api } from "../client/api.ts";

export const peopleShape = z.looseObject({
  people: z.array(
    z.looseObject({
      name: z.string(),
      role: z.string(),
      mail: z.string().nullable(),
      lastSeenAt: z.number().nullable(),
    }),
  ),
});
export const loginLinkShape = z.looseObject({ url: z.string(), expiresAt: z.number() });

/** A person's name as the server takes it; an account of this machine may be called otherwise. */
const nameShape = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const notPeople = new Set(["local", "system", "somebody"]);

/** The name under which the owner of this machine signs in. */
export function ownerName(as: string): string {
  return nameShape.test(as) && !notPeople.has(as.toLowerCase()) ? as : "owner";
}

/** A link for the owner of this machine; the first one makes them an admin. @returns null where others are known here, but not them. */
export async function offerFirstLogin(api: Api, as: string): Promise<string | null> {
  const name = ownerName(as);
  const { people } = await api.get(peopleShape, "/api/people");
  if (people.length === 0) await api.post(z.looseObject({}), "/api/people", { name, role: "admin" });
  else if (!people.some((each) => each.name.toLowerCase() === name.toLowerCase())) return null;
  return (await offerLogin(api, name)).url;
}

export function offerLogin(api: Api, name: string): Promise<z.infer<typeof loginLinkShape>> {
  return api.post(loginLinkShape, `/api/people/${encodeURIComponent(name)}/login-link`, undefined);
}

/** Where a browser of this machine reaches a server that listens on all addresses. */
export function browserUrl(listeningUrl: string): string {
  const url = new URL(listeningUrl);
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.hostname === "[::]") url.hostname = "[::1]";
  return url.origin;
}
