/** The header: search, how the server is, the stop switch, and who is signed in. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleHelp, LogOut, Monitor, Moon, Search, Sun } from "lucide-react";
import { send } from "../api/client.ts";
import { sessionOptions } from "../api/queries.ts";
import type { Session } from "../api/types.ts";
import { IconButton } from "../components/controls/button.tsx";
import { Menu, type MenuItem } from "../components/controls/menu.tsx";
import { forgetAllDrafts } from "../kept/drafts.ts";
import { forgetSignedOut } from "../kept/signed-out.ts";
import { useStore } from "../preferences/store.ts";
import { type Theme, themeStore } from "../preferences/theme.ts";
import { zoneStore } from "../preferences/zone.ts";
import { HealthMarks } from "./health-marks.tsx";
import { StopSwitch } from "./stop-switch.tsx";

interface HeaderProps {
  readonly session: Session;
  readonly tenant: string;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

export function Header({ session, tenant, onSearch, onHelp }: HeaderProps) {
  return (
    <header className="header">
      <span className="header-tenant">{tenant}</span>
      <button type="button" className="header-search" aria-keyshortcuts="Control+K Meta+K" onClick={onSearch}>
        <Search size={14} aria-hidden="true" />
        <span>Search or go to</span>
        <span className="kbd" aria-hidden="true">
          {isMac() ? "⌘K" : "Ctrl K"}
        </span>
      </button>
      <HealthMarks />
      <StopSwitch
        mayOperate={session.person?.scopes.some((scope) => scope === "operate" || scope === "admin") ?? false}
      />
      <IconButton label="Keyboard shortcuts" className="header-help" onClick={onHelp}>
        <CircleHelp size={16} aria-hidden="true" />
      </IconButton>
      <PersonMenu session={session} />
    </header>
  );
}

function PersonMenu({ session }: { session: Session }) {
  const theme = useStore(themeStore);
  const zone = useStore(zoneStore);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const name = session.person?.name ?? "";
  const signOut = async () => {
    await send("session", {}, { method: "DELETE" });
    forgetAllDrafts();
    queryClient.clear();
    await navigate({ to: "/login" });
    forgetSignedOut();
  };
  const themeItem = (value: Theme, label: string, group?: string): MenuItem => ({
    label,
    checked: theme === value,
    onSelect: () => themeStore.set(value),
    ...(group === undefined ? {} : { group }),
  });
  return (
    <Menu
      label={`${name}, ${session.person?.role ?? ""}: preferences`}
      className="person"
      items={[
        themeItem("system", "As the system", `${name} · ${session.person?.role ?? ""}`),
        themeItem("light", "Light"),
        themeItem("dark", "Dark"),
        { label: "My time zone", checked: zone === "local", onSelect: () => zoneStore.set("local"), group: "Times in" },
        { label: "UTC", checked: zone === "utc", onSelect: () => zoneStore.set("utc") },
        {
          label: "Sign out",
          icon: <LogOut size={14} aria-hidden="true" />,
          onSelect: () => void signOut().then(() => queryClient.removeQueries(sessionOptions)),
          group: `Praxis ${session.version}`,
        },
      ]}
    >
      <span className="person-mark" aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
    </Menu>
  );
}

/** The sign of a theme, for the command palette. */
export const themeIcons = { system: Monitor, light: Sun, dark: Moon };

export function isMac(): boolean {
  return navigator.platform.startsWith("Mac");
}
