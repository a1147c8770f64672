/** Changes of settings, newest first: who, when, why, and from what to what. */
import type { SettingChange } from "../../../api/types.ts";
import { type ChangedValue, ChangedValues } from "../../../components/values/changed-values.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { personName } from "../../../text/person-name.ts";
import { changedValues, keyText } from "./setting-words.ts";

interface ChangeLinesProps {
  readonly changes: readonly SettingChange[];
  /** What held where nothing was set before. */
  readonly defaultsOf: (key: string) => unknown;
  readonly withKey?: boolean;
}

export function ChangeLines({ changes, defaultsOf, withKey = false }: ChangeLinesProps) {
  return (
    <ol className="changes">
      {changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: changes have no id of their own, and only ever grow at the top
        <li key={changes.length - index}>
          {withKey && <h2>{keyText(change.key)}</h2>}
          <Values values={changedValues(change.key, change.before, change.after, defaultsOf(change.key))} />
          <p className="soft">
            {personName(change.by)}, <Moment at={change.at} />: {change.why}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Values({ values }: { values: readonly ChangedValue[] }) {
  return values.length === 0 ? <p className="faint">Set again to what it was.</p> : <ChangedValues values={values} />;
}
