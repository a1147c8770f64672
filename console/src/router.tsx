/** Every page and its address. Pages are loaded when they are first gone to. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { healthOptions, sessionOptions } from "./api/queries.ts";
import { type Filters, parseSearch, readFilters, stringifySearch } from "./search.ts";
import { RouteFailed } from "./shell/route-failed.tsx";
import { RouteMissing } from "./shell/route-missing.tsx";
import { Shell } from "./shell/shell.tsx";

interface RouterContext {
  readonly queryClient: QueryClient;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Title of the page; where it changes, the focus goes to the top. */
    page?: string;
  }
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  staticData: { page: "Sign in" },
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("./pages/login/login-page.tsx"), "LoginPage"),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: Shell,
  beforeLoad: async ({ context: { queryClient }, location }) => {
    // The health comes first, for its position is where the live updates begin: whatever is read later is not older.
    const [health, session] = await Promise.all([
      queryClient.ensureQueryData(healthOptions),
      queryClient.ensureQueryData(sessionOptions),
    ]);
    if (session.person === null) throw redirect({ to: "/login", search: { back: location.href } });
    return { liveFrom: health.log.durable };
  },
});

/** A page inside the shell. Its search parameters are filters: texts, and only those that are set. */
function page<const Path extends string>(path: Path, title: string, component: ReturnType<typeof lazyRouteComponent>) {
  return createRoute({
    getParentRoute: () => shellRoute,
    path,
    staticData: { page: title },
    validateSearch: (search: Record<string, unknown>): Filters => readFilters(search),
    component,
  });
}

const inbox = lazyRouteComponent(() => import("./pages/inbox/inbox-page.tsx"), "InboxPage");
const effects = lazyRouteComponent(() => import("./pages/effects/effects-page.tsx"), "EffectsPage");
const customers = lazyRouteComponent(() => import("./pages/customers/customers-page.tsx"), "CustomersPage");
const reports = lazyRouteComponent(() => import("./pages/reports/reports-page.tsx"), "ReportsPage");
const quarantine = lazyRouteComponent(() => import("./pages/quarantine/quarantine-page.tsx"), "QuarantinePage");

const routeTree = rootRoute.addChildren([
  loginRoute,
  shellRoute.addChildren([
    page("/", "Inbox", inbox),
    page("/gates/$id", "Inbox", inbox),
    page(
      "/runs",
      "Runs",
      lazyRouteComponent(() => import("./pages/runs/runs-page.tsx"), "RunsPage"),
    ),
    page(
      "/runs/$id",
      "Run",
      lazyRouteComponent(() => import("./pages/run/run-page.tsx"), "RunPage"),
    ),
    page("/effects", "Effects", effects),
    page("/effects/$id", "Effects", effects),
    page(
      "/processes",
      "Processes",
      lazyRouteComponent(() => import("./pages/processes/processes-page.tsx"), "ProcessesPage"),
    ),
    page("/customers", "Customers", customers),
    page("/customers/$id", "Customers", customers),
    page("/reports", "Reports", reports),
    page("/reports/$id", "Reports", reports),
    page("/quarantine", "Quarantine", quarantine),
    page("/quarantine/$id", "Quarantine", quarantine),
    page(
      "/intake",
      "New ticket",
      lazyRouteComponent(() => import("./pages/intake/intake-page.tsx"), "IntakePage"),
    ),
    page(
      "/settings",
      "Settings",
      lazyRouteComponent(() => import("./pages/settings/settings-page.tsx"), "SettingsPage"),
    ),
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultErrorComponent: RouteFailed,
    defaultNotFoundComponent: RouteMissing,
  });
}
