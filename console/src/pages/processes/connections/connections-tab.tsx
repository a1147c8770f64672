/** The other systems that contracts speak to: whether each one answers, and a stop switch for each. */
import { useQuery } from "@tanstack/react-query";
import { OctagonPause, Play } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../../access/use-may.ts";
import { healthOptions } from "../../../api/queries.ts";
import type { Contract, Health } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { DetailFacts } from "../../../components/detail/detail-panel.tsx";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { Section } from "../../../components/page-header.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import type { StatusWords } from "../../../text/status-words.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { type Connection, connectionsOf } from "./connections-of.ts";
import { LastChange } from "./last-change.tsx";

export function ConnectionsTab({ contracts }: { contracts: readonly Contract[] }) {
  const { data: health } = useQuery(healthOptions);
  const [changing, setChanging] = useState<{ name: string; verb: "stop" | "resume" } | null>(null);
  const mayOperate = useMay("operate");
  const connections = connectionsOf(contracts);
  if (connections.length === 0)
    return (
      <EmptyState title="No contract speaks to another system">
        As soon as one does, its connection is here: whether it answers, and a switch that stops it alone.
      </EmptyState>
    );
  return (
    <>
      {connections.map((connection) => {
        const { name } = connection;
        const isStopped = health?.stopped.includes(name) ?? false;
        return (
          <Section
            key={name}
            title={name}
            aside={
              mayOperate && (
                <Button
                  icon={
                    isStopped ? <Play size={14} aria-hidden="true" /> : <OctagonPause size={14} aria-hidden="true" />
                  }
                  onClick={() => setChanging({ name, verb: isStopped ? "resume" : "stop" })}
                >
                  {isStopped ? "Let go on" : "Stop"}
                  <span className="only-read-aloud"> {name}</span>
                </Button>
              )
            }
          >
            <div className="stack">
              <p>
                <StatusPill words={stateOf(name, health)} />
              </p>
              {isStopped && <LastChange of={`stopped/${name}`} />}
              <DetailFacts facts={factsOf(connection)} />
            </div>
          </Section>
        );
      })}
      {changing !== null && <ConnectionDialog {...changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function factsOf({ address, secret, acting, reading }: Connection) {
  return [
    ["Address", address],
    ["Secret", secret === null ? "needs none" : secret.set ? `${secret.name} is set` : `${secret.name} is not set`],
    ["Acts through", acting.length === 0 ? null : acting.join(", ")],
    ["Reads through", reading.length === 0 ? null : reading.join(", ")],
  ] as const;
}

function stateOf(name: string, health: Health | undefined): StatusWords {
  if (!health) return { text: "Not known yet", tone: "past" };
  if (health.stopped.includes("*")) return { text: "Stopped, as everything", tone: "person" };
  if (health.stopped.includes(name)) return { text: "Stopped by a person", tone: "person" };
  if (health.restingConnections.some((each) => each === name || each.startsWith(`${name}@`)))
    return { text: "Failed, and rests for a while", tone: "failed" };
  return { text: "Open", tone: "done" };
}
