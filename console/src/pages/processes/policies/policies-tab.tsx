/** The policies: what each one stands before, its parameters now and as they began, and who changed them. */
import { useEffect, useState } from "react";
import { useMay } from "../../../access/use-may.ts";
import type { Policy } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { useFilters } from "../../../components/list/use-filters.ts";
import { Section } from "../../../components/page-header.tsx";
import { ChangeLines } from "../history/change-lines.tsx";
import { ParameterLines } from "./parameter-lines.tsx";
import { PolicyDialog } from "./policy-dialog.tsx";

export function PoliciesTab({ policies }: { policies: readonly Policy[] }) {
  const { filters } = useFilters();
  const [changing, setChanging] = useState<Policy | null>(null);
  // It takes the scopes of an operator and of an approver, which only an admin has together.
  const mayChange = useMay("admin");
  useEffect(() => {
    if (filters.policy !== undefined) document.getElementById(anchorOf(filters.policy))?.scrollIntoView();
  }, [filters.policy]);
  if (policies.length === 0)
    return (
      <EmptyState title="No policy is loaded">
        A policy allows, asks about or denies an effect before it is tried. Without one, contracts act as far as their
        autonomy and risk let them.
      </EmptyState>
    );
  return (
    <>
      {policies.map((policy) => (
        <div
          key={policy.name}
          id={anchorOf(policy.name)}
          className={policy.name === filters.policy ? "policy-here" : undefined}
        >
          <Section
            title={policy.name}
            aside={
              mayChange &&
              hasParameters(policy) && (
                <Button onClick={() => setChanging(policy)}>
                  Change<span className="only-read-aloud"> {policy.name}</span>
                </Button>
              )
            }
          >
            <div className="stack">
              <p className="soft">Stands before {policy.contracts.join(", ")}.</p>
              <ParameterLines policy={policy} />
              {policy.history.length > 0 && (
                <details>
                  <summary className="soft">
                    {policy.history.length === 1 ? "Changed once" : `Changed ${policy.history.length} times`}
                  </summary>
                  <ChangeLines changes={policy.history} defaultsOf={() => policy.defaults} />
                </details>
              )}
            </div>
          </Section>
        </div>
      ))}
      {changing !== null && <PolicyDialog policy={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

const anchorOf = (name: string): string => `policy-${name.replaceAll(/\W+/g, "-")}`;

function hasParameters({ defaults }: Policy): boolean {
  return typeof defaults === "object" && defaults !== null && Object.keys(defaults).length > 0;
}
