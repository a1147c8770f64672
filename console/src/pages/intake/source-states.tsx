/** Every source: what it brings, when something came last and when it comes next, and what is wrong with it. */
import type { Source } from "../../api/types.ts";
import { DataTable } from "../../components/values/data-table.tsx";
import { Moment } from "../../components/values/moment.tsx";
import { StatusPill } from "../../components/values/status-pill.tsx";
import { sentence } from "../../text/sentences.ts";
import type { StatusWords } from "../../text/status-words.ts";

const kinds: Readonly<Record<Source["kind"], string>> = {
  webhook: "Webhook",
  "mail folder": "Mail folder",
  imap: "Mailbox",
  schedule: "Schedule",
  form: "Form",
};

export function SourceStates({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0)
    return <p className="soft">No source is loaded: events come in over the API and the command line only.</p>;
  return (
    <DataTable
      label="Sources"
      head={["Source", "Kind", "Brings", "Last", "Next", "State"]}
      rows={sources.map((source) => {
        const { name, title, kind, events, state } = source;
        return {
          key: name,
          cells: [
            title,
            kinds[kind],
            events ?? "what the content says",
            state.lastAt === null ? (
              <span key="last" className="faint">
                nothing yet
              </span>
            ) : (
              <Moment key="last" at={state.lastAt} />
            ),
            state.nextAt === null ? "" : <Moment key="next" at={state.nextAt} />,
            <div key="state">
              <StatusPill words={stateOf(source)} />
              {state.lastError !== null && (
                <p className="soft">
                  {sentence(state.lastError)} {state.remedy}
                  {state.failingSince !== null && (
                    <>
                      {" "}
                      Since <Moment at={state.failingSince} />.
                    </>
                  )}
                </p>
              )}
            </div>,
          ],
        };
      })}
    />
  );
}

function stateOf({ kind, state }: Source): StatusWords {
  if (state.lastError !== null) return { text: "Does not work", tone: "failed" };
  return { text: kind === "schedule" ? "On time" : "Open", tone: "done" };
}
