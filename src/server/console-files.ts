/**
 * The web console: what was built into `dist/console`, on every path that is not the API's or a webhook's.
 *
 * Invariants: a path is made only of plain names, so it cannot leave the folder; a page may load and talk to nothing but this server
 * (Content-Security-Policy), and nobody can frame it; what has its content's hash in its name is kept for ever, all else is asked for anew.
 */
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context, MiddlewareHandler } from "hono";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Tooltips of charts and the locking of what lies behind a dialog come with styles of their own; scripts never do.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentSecurityPolicy,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // The address of a page names runs and customers: no other site learns it.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".map": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};
const isText = /^text\/|json|svg/;
const plainName = /^[\w@~$+-][\w@~$+.-]*$/;
const served = /^\/(api|hooks)(\/|$)/;
const compress = promisify(gzip);

/** Where the console of this package lies, built or not. */
export function builtConsole(): string {
  return join(dirname(createRequire(import.meta.url).resolve("praxis/package.json")), "dist", "console");
}

export function consoleFiles(folder: string): MiddlewareHandler {
  const compressed = new Map<string, { tag: string; bytes: Uint8Array<ArrayBuffer> }>();
  return async (context, next) => {
    const { path, method } = context.req;
    if ((method !== "GET" && method !== "HEAD") || served.test(path)) return next();
    const names = plainNames(path);
    const file = names === null ? undefined : await look(join(folder, ...names));
    if (file) return send(context, file, names?.[0] === "assets");
    // A page of the console is no file: the console itself knows what to show. A file that is missing is missing.
    if (names !== null && (names[0] === "assets" || extname(path) in types)) return next();
    const index = await look(join(folder, "index.html"));
    return index ? send(context, index, false) : notBuilt(context);
  };

  async function send(context: Context, { path, tag }: Found, isHashed: boolean): Promise<Response> {
    const type = types[extname(path)] ?? "application/octet-stream";
    const headers: Record<string, string> = {
      ...securityHeaders,
      "Content-Type": type,
      "Cache-Control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      ETag: tag,
    };
    if (context.req.header("if-none-match") === tag) return new Response(null, { status: 304, headers });
    if (!isText.test(type)) return new Response(await readFile(path), { headers });
    headers.Vary = "Accept-Encoding";
    const accepted = context.req.header("accept-encoding") ?? "";
    if (/\bbr\b/.test(accepted) && (await look(`${path}.br`)))
      return new Response(await readFile(`${path}.br`), { headers: { ...headers, "Content-Encoding": "br" } });
    if (!/\bgzip\b/.test(accepted)) return new Response(await readFile(path), { headers });
    return new Response(await gzipped(path, tag), { headers: { ...headers, "Content-Encoding": "gzip" } });
  }

  /** Compressed once; the console is a few dozen files. */
  async function gzipped(path: string, tag: string): Promise<Uint8Array<ArrayBuffer>> {
    const known = compressed.get(path);
    if (known?.tag === tag) return known.bytes;
    const bytes = new Uint8Array(await compress(await readFile(path)));
    compressed.set(path, { tag, bytes });
    return bytes;
  }
}

/** The names that a path is made of; null where one could be anything else than a file's own name. */
function plainNames(path: string): string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const names = decoded.split("/").slice(1);
  return names.length > 0 && names.every((name) => plainName.test(name)) ? names : null;
}

interface Found {
  readonly path: string;
  readonly tag: string;
}

async function look(path: string): Promise<Found | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, tag: `W/"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"` } : undefined;
}

function notBuilt(context: Context): Response {
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Praxis</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>Praxis is running</h1>
<p>Its web console was not built, so there is nothing to see here yet. In the folder of the package:</p>
<pre>npm ci
npm run build</pre>
<p>Then load this page again. The command line does the same work: <code>praxis --help</code>. The API is at <a href="/api/openapi.json">/api/openapi.json</a>.</p>
</body></html>
`;
  const headers = { ...securityHeaders, "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return context.body(page, 503, headers);
}
