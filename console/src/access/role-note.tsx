/** Says in words why actions are missing here; nothing for whoever may do them. */
import { Lock } from "lucide-react";
import { type Scope, useMay, usePerson, whyNot } from "./use-may.ts";
import "./role-note.css";

interface RoleNoteProps {
  readonly need: Scope;
  /** What it takes this for: "change autonomy". */
  readonly doing: string;
}

export function RoleNote({ need, doing }: RoleNoteProps) {
  const person = usePerson();
  const may = useMay(need);
  if (may || person === null) return null;
  return (
    <p className="role-note">
      <Lock size={14} aria-hidden="true" />
      {whyNot(person.role, need, doing)}
    </p>
  );
}
