/** Erasing somebody: they are found by a handle, shown, and erased only once their name was typed and a reason given. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Eraser } from "lucide-react";
import { useCallback, useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import { get } from "../../../api/client.ts";
import type { Customer } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { SearchField } from "../../../components/controls/search-field.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { Section } from "../../../components/page-header.tsx";
import { handlesInLine, runsText } from "../../customers/customer-words.ts";
import { customerOptions } from "../../customers/customers-options.ts";
import { EraseDialog, type Erased } from "./erase-dialog.tsx";

export function Erasure({ customer }: { customer: string | undefined }) {
  const isAdmin = useMay("admin");
  return (
    <Section title="Erase somebody">
      <div className="stack settings-part">
        <p>
          Everything that is sealed for a person has a key of its own. Erasing them destroys that key: their mails,
          names and addresses cannot be read again, by anyone. That something was done, when, and for how much stays on
          record, without whom it was for.
        </p>
        <RoleNote need="admin" doing="erase somebody" />
        {isAdmin && <Finding customer={customer} />}
      </div>
    </Section>
  );
}

function Finding({ customer }: { customer: string | undefined }) {
  const [q, setQ] = useState("");
  const [erasing, setErasing] = useState<Erased | null>(null);
  const navigate = useNavigate();
  const search = useCallback((typed: string) => setQ(typed.trim()), []);
  const given = useQuery({ ...customerOptions(customer ?? ""), enabled: customer !== undefined && q === "" });
  const found = useQuery({
    queryKey: ["customers", "search", q],
    queryFn: ({ signal }) => get<{ customers: Customer[] }>("customers", { q, limit: 10 }, signal),
    enabled: q.length > 1,
  });
  const shown = q.length > 1 ? found.data?.customers : given.data ? [given.data] : [];
  const failure = q.length > 1 ? found.error : given.error;
  return (
    <>
      <SearchField label="A whole address, handle or order" value={q} onChange={search} />
      {failure && <FailureNote thrown={failure} />}
      {shown === undefined && !failure && <SkeletonText lines={2} />}
      <ul className="detail-lines">
        {shown?.map((each) => (
          <li key={each.id} className="detail-line erasable">
            <span>
              {each.name}{" "}
              <span className="soft">
                {handlesInLine(each)}; {runsText(each.runs)}
              </span>
            </span>
            <Button
              className="push"
              icon={<Eraser size={14} aria-hidden="true" />}
              onClick={() => setErasing({ kind: "customer", id: each.id, name: each.name })}
            >
              Erase
            </Button>
          </li>
        ))}
      </ul>
      {q.length > 1 && found.data?.customers.length === 0 && (
        <div className="stack">
          <p className="soft">
            No customer has exactly this handle. Something may still be sealed under this very name, such as of an event
            that named its subject so.
          </p>
          <div className="row">
            <Button
              icon={<Eraser size={14} aria-hidden="true" />}
              onClick={() => setErasing({ kind: "subject", id: q, name: q })}
            >
              Erase what is sealed under “{q}”
            </Button>
          </div>
        </div>
      )}
      {erasing !== null && (
        <EraseDialog
          erased={erasing}
          onClose={() => setErasing(null)}
          onErased={() => {
            setQ("");
            void navigate({ to: "/settings", search: { tab: "erasure" }, replace: true });
          }}
        />
      )}
    </>
  );
}
