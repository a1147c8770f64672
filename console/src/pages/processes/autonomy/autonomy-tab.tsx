/** How far each process may go alone, from everything down to one contract in one process. */
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useMay } from "../../../access/use-may.ts";
import type { Loaded } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { explainLevel } from "../../../text/level-words.ts";
import { LevelDialog, type LevelPlace } from "./level-dialog.tsx";
import { exceptionsOf, levelAbove, levelOfProcess } from "./levels-of.ts";

export function AutonomyTab({ loaded }: { loaded: Loaded }) {
  const [place, setPlace] = useState<LevelPlace | null>(null);
  const acting = loaded.contracts.filter(({ tier }) => tier !== "read").map(({ name }) => name);
  const change = (process: string | null, contract: string | null, level: string) => {
    const isSet = loaded.levels.some((each) => each.process === process && each.contract === contract);
    setPlace({ process, contract, level, inherited: isSet ? levelAbove(loaded, process, contract) : null });
  };
  const names = [...new Set(loaded.processes.map(({ name }) => name))];
  return (
    <>
      <section className="section">
        <LevelLine
          name={<h2>Everything</h2>}
          label="everything"
          level={loaded.defaultLevel}
          note="where nothing nearer is set"
          onChange={() => change(null, null, loaded.defaultLevel)}
        />
      </section>
      {names.map((name) => {
        const { level, isOwn } = levelOfProcess(loaded, name);
        const versions = loaded.processes.filter((each) => each.name === name);
        return (
          <section className="section" key={name}>
            <LevelLine
              name={<h2>{name}</h2>}
              label={name}
              level={level}
              note={isOwn ? null : "as everything"}
              onChange={() => change(name, null, level)}
            />
            <p className="row-meta process-facts">
              {versions[0]?.on && <span>Begins with {versions[0].on}</span>}
              {versions.map(({ version }) => (
                <Copyable key={version} value={version} shown={`version ${version.slice(0, 7)}`} what="version" />
              ))}
              <Link to="/runs" search={{ process: name }}>
                Its runs
              </Link>
              <Link to="/effects" search={{ process: name }}>
                Its effects
              </Link>
            </p>
            <ul className="exceptions">
              {exceptionsOf(loaded, name).map((each) => (
                <li key={each.contract}>
                  <LevelLine
                    name={<h3>{each.contract}</h3>}
                    label={`${each.contract} in ${name}`}
                    level={each.level}
                    note={null}
                    onChange={() => change(name, each.contract, each.level)}
                  />
                </li>
              ))}
            </ul>
            <Operates>
              <Button
                look="quiet"
                icon={<Plus size={14} aria-hidden="true" />}
                onClick={() => setPlace({ process: name, contract: "", level, inherited: null })}
              >
                Another level for one contract
              </Button>
            </Operates>
          </section>
        );
      })}
      {place !== null && <LevelDialog place={place} contracts={acting} onClose={() => setPlace(null)} />}
    </>
  );
}

interface LevelLineProps {
  readonly name: ReactNode;
  readonly label: string;
  readonly level: string;
  readonly note: string | null;
  readonly onChange: () => void;
}

function LevelLine({ name, label, level, note, onChange }: LevelLineProps) {
  return (
    <div className="level-line">
      {name}
      <div className="level-now">
        <p>
          <span className="level">{level}</span>
          {note !== null && <span className="faint"> {note}</span>}
        </p>
        <p className="soft">{explainLevel(level)}</p>
      </div>
      <Operates>
        <Button onClick={onChange}>
          Change<span className="only-read-aloud"> autonomy of {label}</span>
        </Button>
      </Operates>
    </div>
  );
}

function Operates({ children }: { children: ReactNode }) {
  return useMay("operate") ? children : null;
}
