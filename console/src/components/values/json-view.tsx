/** Data as it is, in a tree whose branches open; the whole can be copied. */
import { useState } from "react";
import { isRecord } from "../../text/facts.ts";
import { Copyable } from "../controls/copyable.tsx";

const openDepth = 2;
const mostItems = 200;

export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <div className="json">
      <div className="json-copy">
        <Copyable value={JSON.stringify(value, null, 2) ?? "null"} shown="Copy as JSON" what={label} />
      </div>
      <JsonNode value={value} depth={0} />
    </div>
  );
}

function JsonNode({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const [isOpen, setIsOpen] = useState(depth < openDepth);
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [String(index), item])
    : isRecord(value)
      ? Object.entries(value)
      : null;
  const label = name === undefined ? null : <span className="json-name">{name}: </span>;
  if (entries === null || entries.length === 0) {
    return (
      <div className="json-line">
        {label}
        <span className={`json-${value === null ? "null" : typeof value}`}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return (
    <div className="json-branch">
      <button type="button" className="json-toggle" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> {label}
        {isOpen ? open : `${open} ${entries.length} ${close}`}
      </button>
      {isOpen && (
        <div className="json-inside">
          {entries.slice(0, mostItems).map(([key, item]) => (
            <JsonNode key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > mostItems && <div className="json-line soft">… {entries.length - mostItems} more</div>}
        </div>
      )}
      {isOpen && <div className="json-line">{close}</div>}
    </div>
  );
}
