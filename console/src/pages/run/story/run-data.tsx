/** What a run was given and what it returned, read as lines or as JSON. */
import type { Story } from "../../../api/types.ts";
import { Section } from "../../../components/page-header.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { JsonView } from "../../../components/values/json-view.tsx";

export function RunData({ story: { input, result, run } }: { story: Story }) {
  return (
    <div className="run-columns">
      <Section title="Input">
        {input == null ? <p className="soft">None, or it was erased.</p> : <Data value={input} what="input" />}
      </Section>
      <Section title="Result">
        {result == null ? (
          <p className="soft">{run.endedAt === null ? "It has not come to its end." : "It returned nothing."}</p>
        ) : (
          <Data value={result} what="result" />
        )}
      </Section>
    </div>
  );
}

function Data({ value, what }: { value: unknown; what: string }) {
  return (
    <div className="stack">
      {typeof value === "object" && <FactsList value={value} />}
      <details>
        <summary className="soft">As JSON</summary>
        <JsonView value={value} label={what} />
      </details>
    </div>
  );
}
