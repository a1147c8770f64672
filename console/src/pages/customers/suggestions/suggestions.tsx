/** Customers who may be one: what speaks for it, and a person's word. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import { Button } from "../../../components/controls/button.tsx";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../../components/feedback/skeleton.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { suggestionsOptions } from "../customers-options.ts";
import { type Decision, SuggestionDialog } from "./suggestion-dialog.tsx";

export function Suggestions() {
  const { data, error, refetch } = useQuery(suggestionsOptions);
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const mayOperate = useMay("operate");
  if (error && !data)
    return (
      <div className="section">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data) return <SkeletonRows rows={3} height={72} />;
  if (data.suggestions.length === 0)
    return (
      <EmptyState title="Nobody looks like two">
        Where two customers are named together, such as an address in an order of somebody else, it is suggested here
        that they may be one. A person decides; nothing is put together by itself.
      </EmptyState>
    );
  return (
    <>
      <RoleNote need="operate" doing="say who is who" />
      <ul className="suggestions">
        {data.suggestions.map((suggestion) => (
          <li key={suggestion.id} className="section">
            <div>
              <h2>
                <Link to="/customers/$id" params={{ id: suggestion.one.id }}>
                  {suggestion.one.name}
                </Link>{" "}
                and{" "}
                <Link to="/customers/$id" params={{ id: suggestion.other.id }}>
                  {suggestion.other.name}
                </Link>
              </h2>
              <p>{suggestion.why}</p>
              <p className="faint">
                <Moment at={suggestion.at} />
              </p>
            </div>
            {mayOperate && (
              <div className="row">
                <Button look="primary" onClick={() => setDeciding({ suggestion, isOne: true })}>
                  They are one
                </Button>
                <Button onClick={() => setDeciding({ suggestion, isOne: false })}>They are two</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {deciding !== null && <SuggestionDialog decision={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
