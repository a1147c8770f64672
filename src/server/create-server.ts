/**
 * The HTTP surface: webhooks in, and the API that the command line and the console speak.
 *
 * Boundary: translates between HTTP and what the layers below offer; decides nothing itself.
 * Invariants: what brings something in is refused with 429 where there is more than can be taken, and nothing else is; nothing that is not on disk is shown or acknowledged (K1: `shownDurably`); every error is `{error: {code, message, next}}`.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Praxis } from "../assembly/assemble.ts";
import type { EventLog } from "../log/event-log.ts";
import { builtConsole, consoleFiles } from "./console-files.ts";
import { answer, answerError } from "./error-answer.ts";
import { authenticate } from "./guards/authenticate.ts";
import { hostGuard } from "./guards/host-guard.ts";
import { inHand } from "./guards/in-hand.ts";
import { changeRoutes } from "./routes/change-routes.ts";
import { customerRoutes } from "./routes/customers/customer-routes.ts";
import { effectRoutes } from "./routes/effect-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { kpiRoutes } from "./routes/figures/kpi-routes.ts";
import { reportRoutes } from "./routes/figures/report-routes.ts";
import { forkRoutes } from "./routes/fork-routes.ts";
import { gateRoutes } from "./routes/gate-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { hookRoutes } from "./routes/hook-routes.ts";
import { blobRoutes, neverShown } from "./routes/intake/blob-routes.ts";
import { sourceRoutes } from "./routes/intake/source-routes.ts";
import { countRoutes } from "./routes/overview/count-routes.ts";
import { replayRoutes } from "./routes/overview/replay-routes.ts";
import { savedViewRoutes } from "./routes/overview/saved-view-routes.ts";
import { storyRoutes } from "./routes/overview/story-routes.ts";
import { peopleRoutes } from "./routes/people-routes.ts";
import { processRoutes } from "./routes/process-routes.ts";
import { quarantineRoutes } from "./routes/quarantine-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { settingRoutes } from "./routes/setting-routes.ts";
import { subjectRoutes } from "./routes/subject-routes.ts";
import { tokenRoutes } from "./routes/token-routes.ts";
import { compactRoutes } from "./routes/upkeep/compact-routes.ts";
import type { ServerApp, ServerEnv, ServerOptions } from "./server-options.ts";

export function createServer(praxis: Praxis, options: ServerOptions): ServerApp {
  const app = new OpenAPIHono<ServerEnv>();
  const report = options.report ?? ((message) => console.error(message));
  app.onError((thrown, context) => answerError(context, thrown, report));
  app.notFound((context) =>
    answer(context, 404, {
      code: "unknown_address",
      message: `there is nothing at ${context.req.method} ${context.req.path.slice(0, 200)}`,
      next: "GET /api/openapi.json lists what there is.",
    }),
  );
  const guard = hostGuard(options.allowedHosts ?? []);
  app.use("*", guard);
  app.use("/api/blobs/*", neverShown);
  const counted = inHand(options.mostInHand ?? 1_000);
  const isKnown = (source: string): boolean => praxis.sources.find(source) !== undefined;
  app.use(
    "/hooks/:source",
    counted(({ source }) => (isKnown(source) ? `source:${source}` : "unknown")),
  );
  for (const path of ["/api/*", "/hooks/*"]) {
    app.use(path, secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }));
    app.use(path, notCached);
    app.use(path, shownDurably(praxis.log));
  }
  app.use("/api/*", authenticate({ ...praxis, localToken: options.localToken }));
  for (const path of ["/api/events", "/api/runs", "/api/sources/*"])
    app.use(
      path,
      counted(({ by }) => `by:${by}`),
    );
  const parts = { app, praxis, options };
  for (const routes of [
    healthRoutes,
    hookRoutes,
    eventRoutes,
    countRoutes,
    runRoutes,
    storyRoutes,
    savedViewRoutes,
    forkRoutes,
    replayRoutes,
    gateRoutes,
    effectRoutes,
    processRoutes,
    settingRoutes,
    quarantineRoutes,
    sourceRoutes,
    blobRoutes,
    subjectRoutes,
    compactRoutes,
    customerRoutes,
    kpiRoutes,
    reportRoutes,
    tokenRoutes,
    sessionRoutes,
    peopleRoutes,
    changeRoutes,
  ]) {
    routes(parts);
  }
  app.use("*", consoleFiles(options.consoleFolder ?? builtConsole()));
  return app;
}

const notCached: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
};

/**
 * Handlers read what this turn of the event loop has written, on disk or not; the answer leaves only once the disk has it. No timer and no
 * disk comes between a handler's last read and this, so the batch that is awaited is the one that was read.
 */
function shownDurably(log: EventLog): MiddlewareHandler {
  return async (_context, next) => {
    await next();
    await log.whenDurable();
  };
}
