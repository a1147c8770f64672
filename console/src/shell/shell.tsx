/** The frame around every page: rail, header, what has to be known at once, and the page itself. */
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouteContext, useRouter, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { countsOptions, sessionOptions } from "../api/queries.ts";
import type { Session } from "../api/types.ts";
import { Toasts } from "../components/feedback/toasts.tsx";
import { keepPlace } from "../kept/signed-out.ts";
import { useShortcuts } from "../keyboard/use-shortcuts.ts";
import { Banners } from "./banners.tsx";
import { Header } from "./header.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { LiveUpdates } from "./live-context.tsx";
import { places } from "./places.ts";
import { BottomBar, Rail } from "./rail.tsx";

const CommandPalette = lazy(() => import("./command-palette.tsx"));

const titleEveryMs = 60_000;

/** What the server calls a tenant that nobody has named. */
const unnamed = "default";

export function Shell() {
  const { liveFrom } = useRouteContext({ from: "/shell" });
  const { data: session } = useQuery(sessionOptions);
  useLeaveWhenSignedOut(session);
  if (!session?.person) return null;
  return (
    <LiveUpdates from={liveFrom}>
      <Frame session={session} />
    </LiveUpdates>
  );
}

function Frame({ session }: { session: Session }) {
  const [overlay, setOverlay] = useState<"palette" | "help" | null>(null);
  const close = () => setOverlay(null);
  useGlobalKeys(setOverlay);
  useFocusOnNavigation();
  const tenant = session.tenant === unnamed ? "Praxis" : session.tenant;
  usePageTitle(tenant);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Rail tenant={tenant} />
      <div className="shell-column">
        <Header
          session={session}
          tenant={tenant}
          onSearch={() => setOverlay("palette")}
          onHelp={() => setOverlay("help")}
        />
        <Banners />
        <main id="main" className="page" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <Toasts />
      {overlay === "help" && <KeyboardHelp onClose={close} />}
      {overlay === "palette" && (
        <Suspense>
          <CommandPalette onClose={close} onHelp={() => setOverlay("help")} />
        </Suspense>
      )}
    </div>
  );
}

function useGlobalKeys(show: (overlay: "palette" | "help") => void): void {
  const router = useRouter();
  useShortcuts(
    "Everywhere",
    [
      { keys: "?", label: "Keyboard shortcuts", run: () => show("help") },
      { keys: "/", label: "Search", run: () => show("palette") },
      ...places.map(({ to, label, keys }) => ({
        keys,
        label: `Go to ${label}`,
        run: () => void router.navigate({ to }),
      })),
    ],
    "everywhere",
  );
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (document.querySelector("dialog[open]") === null) show("palette");
    };
    window.addEventListener("keydown", open);
    return () => window.removeEventListener("keydown", open);
  }, [show]);
}

/** The title of the page takes the focus, so that a keyboard and a screen reader begin where the eyes do. */
function useFocusOnNavigation(): void {
  const page = usePage();
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    const title = document.querySelector<HTMLElement>("main h1");
    (title ?? document.getElementById("main"))?.focus({ preventScroll: true });
  }, [page]);
}

function usePageTitle(tenant: string): void {
  const page = usePage();
  // A tab that nobody sees is not live; what its title counts is asked for now and then.
  const { data } = useQuery({ ...countsOptions, refetchInterval: titleEveryMs, refetchIntervalInBackground: true });
  const waiting = data && data.openGates > 0 ? `(${data.openGates}) ` : "";
  useEffect(() => {
    document.title = `${waiting}${page} · ${tenant}`;
  }, [page, waiting, tenant]);
}

function usePage(): string {
  return useRouterState({ select: (state) => state.matches.at(-1)?.staticData.page ?? "Praxis" });
}

function useLeaveWhenSignedOut(session: Session | undefined): void {
  const router = useRouter();
  const isOut = session !== undefined && session.person === null;
  useEffect(() => {
    if (!isOut) return;
    const back = router.state.location.href;
    keepPlace(back);
    void router.navigate({ to: "/login", search: { back } });
  }, [isOut, router]);
}
