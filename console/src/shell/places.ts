/** The places of the rail, in its order. */
import {
  Activity,
  ChartColumn,
  FileWarning,
  Inbox,
  type LucideIcon,
  PenLine,
  Settings,
  Users,
  Workflow,
  Zap,
} from "lucide-react";

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys: string;
  /** In the bar at the bottom of a phone; the others are under "More". */
  readonly onPhone: boolean;
  /** Addresses that belong to it too. */
  readonly also?: string;
}

export const places: readonly Place[] = [
  { to: "/", label: "Inbox", icon: Inbox, keys: "g i", onPhone: true, also: "/gates/" },
  { to: "/runs", label: "Runs", icon: Activity, keys: "g r", onPhone: true },
  { to: "/effects", label: "Effects", icon: Zap, keys: "g e", onPhone: true },
  { to: "/customers", label: "Customers", icon: Users, keys: "g c", onPhone: false },
  { to: "/processes", label: "Processes", icon: Workflow, keys: "g p", onPhone: false },
  { to: "/reports", label: "Reports", icon: ChartColumn, keys: "g t", onPhone: false },
  { to: "/quarantine", label: "Quarantine", icon: FileWarning, keys: "g q", onPhone: false },
  { to: "/intake", label: "New ticket", icon: PenLine, keys: "g n", onPhone: true },
  { to: "/settings", label: "Settings", icon: Settings, keys: "g s", onPhone: false },
];

export function isHere(place: Place, path: string): boolean {
  if (place.also !== undefined && path.startsWith(place.also)) return true;
  return place.to === "/" ? path === "/" : path === place.to || path.startsWith(`${place.to}/`);
}
