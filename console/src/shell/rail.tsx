/** The places: a rail at the left, on a phone a bar at the bottom. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { countsOptions } from "../api/queries.ts";
import { Menu } from "../components/controls/menu.tsx";
import { isHere, type Place, places } from "./places.ts";

/** What each place has that needs somebody. */
function useMarks(): Readonly<Record<string, { count: number; what: string } | undefined>> {
  const { data } = useQuery(countsOptions);
  if (!data) return {};
  return {
    "/": { count: data.openGates, what: "waiting" },
    "/runs": { count: data.toMend, what: "set aside" },
    "/effects": { count: data.unknownEffects, what: "unknown" },
    "/quarantine": { count: data.quarantined, what: "in quarantine" },
  };
}

export function Rail({ tenant }: { tenant: string }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const marks = useMarks();
  return (
    <nav className="rail" aria-label="Pages">
      <Link to="/" activeOptions={{ exact: true }} className="rail-home" aria-label={`${tenant}, to the inbox`}>
        <img src="/mark.svg" alt="" width={24} height={24} />
        <span className="rail-tenant">{tenant}</span>
      </Link>
      <ul>
        {places.map((place) => (
          <li key={place.to}>
            <PlaceLink place={place} here={isHere(place, path)} mark={marks[place.to]} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function BottomBar() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const marks = useMarks();
  const navigate = useNavigate();
  const others = places.filter(({ onPhone }) => !onPhone);
  return (
    <nav className="bottom-bar" aria-label="Pages">
      {places
        .filter(({ onPhone }) => onPhone)
        .map((place) => (
          <PlaceLink key={place.to} place={place} here={isHere(place, path)} mark={marks[place.to]} />
        ))}
      <Menu
        label="More pages"
        className={others.some((place) => isHere(place, path)) ? "place here" : "place"}
        items={others.map(({ to, label, icon: Icon }) => ({
          label,
          icon: <Icon size={16} aria-hidden="true" />,
          onSelect: () => void navigate({ to }),
        }))}
      >
        <Ellipsis size={18} aria-hidden="true" />
        <span className="place-label">More</span>
      </Menu>
    </nav>
  );
}

interface PlaceLinkProps {
  readonly place: Place;
  readonly here: boolean;
  readonly mark: { count: number; what: string } | undefined;
}

function PlaceLink({ place, here, mark }: PlaceLinkProps) {
  const { to, label, icon: Icon } = place;
  const count = mark?.count ?? 0;
  return (
    <Link
      to={to}
      activeOptions={{ exact: true }}
      className={here ? "place here" : "place"}
      aria-current={here ? "page" : undefined}
      title={label}
    >
      <Icon size={18} aria-hidden="true" />
      <span className="place-label">{label}</span>
      {count > 0 && (
        <span className={to === "/" ? "place-count" : "place-count loud"}>
          {count > 999 ? "999+" : count}
          <span className="only-read-aloud"> {mark?.what}</span>
        </span>
      )}
    </Link>
  );
}
