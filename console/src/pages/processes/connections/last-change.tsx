/** Who changed a setting last, and why. */
import { useQuery } from "@tanstack/react-query";
import { changesOptions } from "../../../api/queries.ts";
import { Moment } from "../../../components/values/moment.tsx";
import { personName } from "../../../text/person-name.ts";

export function LastChange({ of }: { of: string }) {
  const last = useQuery(changesOptions(of)).data?.changes[0];
  if (!last) return null;
  return (
    <p className="soft">
      {personName(last.by)}, <Moment at={last.at} />: {last.why}
    </p>
  );
}
