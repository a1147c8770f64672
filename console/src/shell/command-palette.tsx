/** Search and commands in one: runs, customers and gates by what is typed, every page, and what can be switched. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { CircleHelp, Clock, Inbox, UserRound, Waypoints } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { get } from "../api/client.ts";
import type { Gate, Run } from "../api/types.ts";
import { Dialog } from "../components/controls/dialog.tsx";
import { themeStore, themes } from "../preferences/theme.ts";
import { zoneStore } from "../preferences/zone.ts";
import { themeIcons } from "./header.tsx";
import { places } from "./places.ts";

interface CustomerRow {
  readonly id: string;
  readonly name: string;
}

const fewest = 3;
const mostEach = 6;

export default function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [typed, setTyped] = useState("");
  const navigate = useNavigate();
  const run = (command: () => unknown) => () => {
    onClose();
    void command();
  };
  const isOffered = (label: string) => label.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <Dialog title="Search or go to" onClose={onClose} size="medium" bare>
      <Command label="Search or go to" shouldFilter={false} loop className="palette">
        <Command.Input value={typed} onValueChange={setTyped} placeholder="A customer, an order, a run, a page" />
        <Command.List>
          <Command.Empty>
            Nothing is found by this. Names, orders and words are found by their first three letters.
          </Command.Empty>
          <Found q={typed} go={(to, params) => run(() => navigate({ to, params }))} />
          <FoundGroup heading="Go to">
            {places
              .filter(({ label }) => isOffered(label))
              .map(({ to, label, icon: Icon, keys }) => (
                <Item
                  key={to}
                  id={to}
                  icon={<Icon size={16} />}
                  onSelect={run(() => navigate({ to }))}
                  hint={keys.toUpperCase()}
                >
                  {label}
                </Item>
              ))}
          </FoundGroup>
          <FoundGroup heading="Switch">
            {switches
              .filter(({ words }) => isOffered(words))
              .map(({ words, label, icon: Icon, flip }) => (
                <Item key={words} id={words} icon={<Icon size={16} />} onSelect={run(flip)}>
                  {label()}
                </Item>
              ))}
          </FoundGroup>
          <FoundGroup heading="Help">
            {isOffered("keyboard shortcuts")
              ? [
                  <Item key="help" id="help" icon={<CircleHelp size={16} />} onSelect={onHelp} hint="?">
                    Keyboard shortcuts
                  </Item>,
                ]
              : []}
          </FoundGroup>
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** What can be switched from here, with all the words that find it. */
const switches = [
  ...themes.map((theme) => ({
    words: `theme ${theme} mode`,
    label: () => (theme === "system" ? "Theme as the system" : `Theme ${theme}`),
    icon: themeIcons[theme],
    flip: () => themeStore.set(theme),
  })),
  {
    words: "times in utc local time zone",
    label: () => (zoneStore.get() === "utc" ? "Times in my time zone" : "Times in UTC"),
    icon: Clock,
    flip: () => zoneStore.set(zoneStore.get() === "utc" ? "local" : "utc"),
  },
];

type Go = (to: string, params: Record<string, string>) => () => void;

function Found({ q, go }: { q: string; go: Go }) {
  const asked = useDeferredValue(q.trim());
  const enabled = asked.length >= fewest;
  const query = { q: asked, limit: mostEach };
  const runs = useQuery({
    queryKey: ["runs", "search", asked],
    queryFn: ({ signal }) => get<{ runs: Run[] }>("runs", { ...query, work: "customer" }, signal),
    enabled,
  });
  const gates = useQuery({
    queryKey: ["gates", "search", asked],
    queryFn: ({ signal }) => get<{ gates: Gate[] }>("gates", { ...query, status: "open" }, signal),
    enabled,
  });
  const customers = useQuery({
    queryKey: ["customers", "search", asked],
    queryFn: ({ signal }) => get<{ customers: CustomerRow[] }>("customers", query, signal),
    enabled,
  });
  if (!enabled) return null;
  return (
    <>
      <FoundGroup heading="Waiting for you">
        {gates.data?.gates.map(({ id, title }) => (
          <Item key={id} id={`gate ${id}`} icon={<Inbox size={16} />} onSelect={go("/gates/$id", { id })}>
            {title}
          </Item>
        ))}
      </FoundGroup>
      <FoundGroup heading="Customers">
        {customers.data?.customers.map(({ id, name }) => (
          <Item key={id} id={`customer ${id}`} icon={<UserRound size={16} />} onSelect={go("/customers/$id", { id })}>
            {name}
          </Item>
        ))}
      </FoundGroup>
      <FoundGroup heading="Runs">
        {runs.data?.runs.map(({ id, title }) => (
          <Item key={id} id={`run ${id}`} icon={<Waypoints size={16} />} onSelect={go("/runs/$id", { id })}>
            {title}
          </Item>
        ))}
      </FoundGroup>
    </>
  );
}

function FoundGroup({ heading, children }: { heading: string; children: ReactNode[] | undefined }) {
  return children === undefined || children.length === 0 ? null : (
    <Command.Group heading={heading}>{children}</Command.Group>
  );
}

interface ItemProps {
  readonly id: string;
  readonly icon: ReactNode;
  readonly onSelect: () => void;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Item({ id, icon, onSelect, hint, children }: ItemProps) {
  return (
    <Command.Item value={id} onSelect={onSelect}>
      <span className="palette-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="palette-text">{children}</span>
      {hint !== undefined && (
        <span className="kbd" aria-hidden="true">
          {hint}
        </span>
      )}
    </Command.Item>
  );
}
