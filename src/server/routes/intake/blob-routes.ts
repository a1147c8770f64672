/**
 * Bytes that were kept beside events, for people to download: raw mails, attachments.
 *
 * Invariant: a browser never shows or runs them as part of this site, whatever they are: they are an attachment of no type, not to be sniffed, in a
 * sandbox. Anybody could have sent them.
 */
import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { PraxisError } from "../../../kernel/errors.ts";
import { errorSchema } from "../../error-answer.ts";
import { requireScope } from "../../guards/authenticate.ts";
import type { ServerParts } from "../../server-options.ts";

const querySchema = z.object({
  name: z.string().max(300).optional().openapi({ description: "what the file is to be called" }),
});

export function blobRoutes({ app, praxis }: ServerParts): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/api/blobs/{id}",
    tags: ["intake"],
    summary: "Bytes that were kept: a mail as it came, an attachment",
    security: [{ token: ["read"] }, { session: [] }],
    description: "Needs the scope `read`.",
    request: { params: z.object({ id: z.string() }), query: querySchema },
    responses: {
      200: { description: "the bytes", content: { "application/octet-stream": { schema: z.string() } } },
      default: {
        description: "what went wrong, and what to do now",
        content: { "application/json": { schema: errorSchema } },
      },
    },
  });
  app.get("/api/blobs/:id", (context) => {
    requireScope(context, "read");
    const id = context.req.param("id");
    const read = praxis.log.readBlob(id);
    if (!read)
      throw new PraxisError("unknown_blob", "there is no blob of this id", { next: "Take the id from an event." });
    if (read.status === "erased") {
      throw new PraxisError("blob_erased", "what this held was erased with the person whom it was about", {
        next: "It cannot be read again, by anyone.",
      });
    }
    const wanted = querySchema.safeParse(context.req.query());
    const name = fileName(wanted.success ? wanted.data.name : undefined, id);
    return context.body(new Uint8Array(read.bytes), 200, {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${ascii(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });
}

/** Comes before the headers that all of the API has, and so has the last word. */
export const neverShown: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("X-Content-Type-Options", "nosniff");
  context.header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
};

function fileName(wanted: string | undefined, id: string): string {
  const clean = (wanted ?? "")
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")
    .replaceAll(/[<>:"/\\|?*]/g, "_")
    .replace(/^[.\s]+/, "")
    .trim();
  // A lone half of a letter cannot be written into a header.
  return clean === "" || !clean.isWellFormed() ? `${id}.bin` : clean;
}

function ascii(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
}
