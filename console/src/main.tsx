/** The console's beginning: styles, the cache of answers, the router. */
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/values.css";
import "./styles/feedback.css";
import "./styles/list.css";
import "./styles/shell.css";
import "./preferences/theme.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "./api/query-client.ts";
import { makeRouter } from "./router.tsx";

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
// The code of the page comes along with what is asked first, not after it.
const matched = new Set(router.matchRoutes(router.latestLocation).map(({ routeId }) => routeId));
for (const route of Object.values(router.routesById)) if (matched.has(route.id)) void router.loadRouteChunk(route);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
