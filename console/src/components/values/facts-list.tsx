/** Data as lines that people read; what has many parts opens on demand. */
import { countFacts, type Fact, isForMachines, readFacts } from "../../text/facts.ts";

const mostOpenParts = 12;

export function FactsList({ value }: { value: unknown }) {
  return <FactLines facts={readFacts(value)} />;
}

function FactLines({ facts }: { facts: readonly Fact[] }) {
  const names = facts.filter(isForMachines);
  return (
    <>
      <Lines facts={facts.filter((fact) => !isForMachines(fact))} />
      {names.length > 0 && (
        <details>
          <summary>{names.length === 1 ? "1 name for machines" : `${names.length} names for machines`}</summary>
          <Lines facts={names} />
        </details>
      )}
    </>
  );
}

function Lines({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <FactLine key={index} fact={fact} />
      ))}
    </dl>
  );
}

function FactLine({ fact }: { fact: Fact }) {
  const { label, text, parts } = fact;
  return (
    <div className={parts === null ? "fact" : "fact fact-parts"}>
      <dt>{label}</dt>
      <dd>{parts === null ? text : <FactParts parts={parts} />}</dd>
    </div>
  );
}

function FactParts({ parts }: { parts: readonly Fact[] }) {
  if (countFacts(parts) <= mostOpenParts) return <FactLines facts={parts} />;
  return (
    <details>
      <summary>{parts.length === 1 ? "1 part" : `${parts.length} parts`}</summary>
      <FactLines facts={parts} />
    </details>
  );
}
