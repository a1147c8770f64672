/** What supports a question; each piece opens in place. */
import { FileText, Image, Mail, UserRound, Waypoints, Zap } from "lucide-react";
import { useState } from "react";
import { type EvidenceLink, EvidencePiece } from "./evidence-piece.tsx";

const icons = { event: Mail, run: Waypoints, effect: Zap, blob: Image, customer: UserRound };

interface EvidenceListProps {
  readonly links: readonly EvidenceLink[];
  /** What is open before anybody chooses. */
  readonly opened: string | null;
}

export const keyOfLink = ({ kind, id }: EvidenceLink): string => `${kind}/${id}`;

export function EvidenceList({ links, opened }: EvidenceListProps) {
  const [chosen, setOpen] = useState<string | null>();
  const open = chosen === undefined ? opened : chosen;
  return (
    <section className="gate-part" aria-label="What supports it">
      <h3>What supports it</h3>
      <ul className="evidence">
        {links.map((link) => {
          const key = keyOfLink(link);
          const isOpen = key === open;
          const Icon = icons[link.kind] ?? FileText;
          return (
            <li key={key}>
              <button
                type="button"
                className="evidence-toggle"
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? null : key)}
              >
                <Icon size={14} aria-hidden="true" />
                {link.label}
                <span aria-hidden="true" className="push">
                  {isOpen ? "–" : "+"}
                </span>
              </button>
              {isOpen && (
                <div className="evidence-open">
                  <EvidencePiece link={link} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
