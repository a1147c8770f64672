/** The people as a table; an admin changes roles in place. */
import type { Person } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Choice } from "../../../components/controls/choice.tsx";
import { DataTable } from "../../../components/values/data-table.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { roles, roleText } from "../role-words.ts";

interface PeopleTableProps {
  readonly people: readonly Person[];
  /** Nobody takes away their own role by a slip. */
  readonly self: string | null;
  readonly isAdmin: boolean;
  readonly onRole: (name: string, role: Person["role"]) => void;
  readonly onLink: (name: string) => void;
  readonly onRemove: (name: string) => void;
}

export function PeopleTable({ people, self, isAdmin, onRole, onLink, onRemove }: PeopleTableProps) {
  return (
    <DataTable
      label="People"
      head={["Name", "Role", ...(isAdmin ? ["Mail"] : []), "Last seen", ...(isAdmin ? [""] : [])]}
      rows={people.map(({ name, role, mail, lastSeenAt }) => ({
        key: name,
        cells: [
          name === self ? (
            <span key="name">
              {name} <span className="faint">(you)</span>
            </span>
          ) : (
            name
          ),
          <div key="role" className="role">
            {isAdmin && name !== self ? (
              <Choice
                label={`Role of ${name}`}
                value={role}
                options={roles.map((each) => ({ value: each, label: each }))}
                onChange={(chosen) => onRole(name, chosen)}
              />
            ) : (
              <span>{role}</span>
            )}
            <span className="faint">{roleText[role]}</span>
          </div>,
          ...(isAdmin
            ? [
                mail ?? (
                  <span key="mail" className="faint">
                    none
                  </span>
                ),
              ]
            : []),
          lastSeenAt === null ? (
            <span key="seen" className="faint">
              never
            </span>
          ) : (
            <Moment key="seen" at={lastSeenAt} />
          ),
          ...(isAdmin
            ? [
                <span key="actions" className="table-actions">
                  <Button look="quiet" onClick={() => onLink(name)}>
                    Login link<span className="only-read-aloud"> for {name}</span>
                  </Button>
                  {name !== self && (
                    <Button look="quiet" onClick={() => onRemove(name)}>
                      Remove<span className="only-read-aloud"> {name}</span>
                    </Button>
                  )}
                </span>,
              ]
            : []),
        ],
      }))}
    />
  );
}
