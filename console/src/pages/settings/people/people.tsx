/** Who may sign in, and what each may do. Admins add, change and remove people, and give out links to sign in with. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay, usePerson } from "../../../access/use-may.ts";
import { send } from "../../../api/client.ts";
import { explainFailure } from "../../../api/explain-failure.ts";
import type { LoginLink, Person } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../../components/feedback/skeleton.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";
import { Section } from "../../../components/page-header.tsx";
import { peopleOptions } from "../settings-options.ts";
import { AddPerson } from "./add-person.tsx";
import { type GivenLink, LinkDialog } from "./link-dialog.tsx";
import { PeopleTable } from "./people-table.tsx";
import { RemovePerson } from "./remove-person.tsx";

export function People() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(peopleOptions);
  const [isAdding, setIsAdding] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const [link, setLink] = useState<GivenLink | null>(null);
  const isAdmin = useMay("admin");
  const self = usePerson()?.name ?? null;

  const tryTo = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: ["people"] });
    } catch (thrown) {
      const { what, kept, next } = explainFailure(thrown, true);
      showToast({ text: what, detail: `${kept} ${next}`, tone: "failed" });
    }
  };
  const giveLink = (name: string) =>
    tryTo(async () => setLink({ name, ...(await send<LoginLink>(`people/${encodeURIComponent(name)}/login-link`)) }));
  const changeRole = (name: string, role: Person["role"]) =>
    tryTo(async () => {
      await send(`people/${encodeURIComponent(name)}`, { role }, { method: "PUT" });
      showToast({ text: `${name} is ${role} now.`, tone: "done" });
    });

  return (
    <>
      <RoleNote need="admin" doing="say who may sign in" />
      <Section
        title="People"
        aside={
          isAdmin && (
            <Button icon={<UserPlus size={14} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
              Add somebody
            </Button>
          )
        }
      >
        {data ? (
          <PeopleTable
            people={data.people}
            self={self}
            isAdmin={isAdmin}
            onRole={(name, role) => void changeRole(name, role)}
            onLink={(name) => void giveLink(name)}
            onRemove={setRemoving}
          />
        ) : error ? (
          <FailureNote thrown={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={3} height={48} />
        )}
      </Section>
      {isAdding && <AddPerson onClose={() => setIsAdding(false)} onAdded={(name) => void giveLink(name)} />}
      {removing !== null && <RemovePerson name={removing} onClose={() => setRemoving(null)} />}
      {link !== null && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </>
  );
}
