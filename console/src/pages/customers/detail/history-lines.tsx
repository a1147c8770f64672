/** What was linked, put together and taken apart, by whom and why, newest first. */
import type { CustomerDetail } from "../../../api/types.ts";
import { Moment } from "../../../components/values/moment.tsx";
import { personName } from "../../../text/person-name.ts";

type Change = CustomerDetail["history"][number];

const mostShown = 30;

export function HistoryLines({ history }: { history: readonly Change[] }) {
  return (
    <ol className="detail-lines">
      {history.slice(0, mostShown).map((change) => (
        <li key={`${change.at} ${change.what} ${change.handle?.value ?? change.name ?? change.merged?.id ?? ""}`}>
          <p className="detail-line">
            <span className={change.undone ? "undone" : undefined}>{whatText(change)}</span>
            <span className="push faint">
              <Moment at={change.at} />
            </span>
          </p>
          <p className="soft">
            {personName(change.by)}: {change.why}
          </p>
        </li>
      ))}
      {history.length > mostShown && <li className="faint">and {history.length - mostShown} earlier ones</li>}
    </ol>
  );
}

function whatText({ what, handle, name: called, kept, merged, undone }: Change): string {
  const name = handle === null ? "a handle" : `${handle.kind} ${handle.value}`;
  switch (what) {
    case "named":
      return `Called ${called ?? "by a name that was erased"}`;
    case "linked":
      return `Linked: ${name}`;
    case "unlinked":
      return `Taken away: ${name}`;
    case "merged":
      return `${merged?.name ?? "Somebody"} was put together with ${kept?.name ?? "them"}${undone ? " (undone since)" : ""}`;
    case "merge undone":
      return `${merged?.name ?? "Somebody"} was taken out again`;
  }
}
