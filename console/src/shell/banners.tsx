/** What everybody has to know at once: the connection is lost, effects are stopped, an older state was put back. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { OctagonPause, RotateCcw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { changesOptions, healthOptions } from "../api/queries.ts";
import { Moment } from "../components/values/moment.tsx";
import { useZone } from "../preferences/zone.ts";
import { personName } from "../text/person-name.ts";
import { secondTime } from "../text/time-words.ts";
import { useLiveState } from "./live-context.tsx";

export function Banners() {
  const live = useLiveState();
  const zone = useZone();
  const { data: health } = useQuery(healthOptions);
  return (
    <div aria-live="polite">
      {!live.connected && (
        <Banner tone="grey" icon={<WifiOff size={16} aria-hidden="true" />}>
          No connection to Praxis since {secondTime(live.since, zone)}. What you see may be old. It catches up by
          itself.
        </Banner>
      )}
      {health && health.stopped.length > 0 && <Stopped scopes={health.stopped} />}
      {health?.reconcilingSince != null && (
        <Banner tone="amber" icon={<RotateCcw size={16} aria-hidden="true" />}>
          An older state was put back <Moment at={health.reconcilingSince} />. Effects wait until somebody has looked
          through the missing time. <Link to="/settings">Settings</Link>
        </Banner>
      )}
    </div>
  );
}

function Stopped({ scopes }: { scopes: readonly string[] }) {
  const key = `stopped/${scopes.includes("*") ? "*" : scopes[0]}`;
  const { data } = useQuery(changesOptions(key));
  const last = data?.changes[0];
  return (
    <Banner tone="red" icon={<OctagonPause size={16} aria-hidden="true" />}>
      <strong>{scopes.includes("*") ? "Every effect is stopped." : `Stopped: ${scopes.join(", ")}.`}</strong>{" "}
      {last ? (
        <>
          {personName(last.by)}, <Moment at={last.at} />: {last.why}
        </>
      ) : (
        "Runs wait; nothing is lost."
      )}
    </Banner>
  );
}

function Banner({ tone, icon, children }: { tone: "grey" | "amber" | "red"; icon: ReactNode; children: ReactNode }) {
  return (
    <div className={`banner banner-${tone}`}>
      {icon}
      <p>{children}</p>
    </div>
  );
}
