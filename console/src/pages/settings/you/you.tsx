/** Who you are here, how the console looks to you, and the views that you have saved. */
import { usePerson } from "../../../access/use-may.ts";
import { Choice } from "../../../components/controls/choice.tsx";
import { DetailFacts } from "../../../components/detail/detail-panel.tsx";
import { Section } from "../../../components/page-header.tsx";
import { useStore } from "../../../preferences/store.ts";
import { type Theme, themeStore } from "../../../preferences/theme.ts";
import { zoneStore } from "../../../preferences/zone.ts";
import { roleText } from "../role-words.ts";
import { SavedViewLines } from "./saved-view-lines.tsx";

const themes: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function You() {
  const person = usePerson();
  const theme = useStore(themeStore);
  const zone = useStore(zoneStore);
  return (
    <>
      <Section title="You">
        <DetailFacts
          facts={[
            ["Name", person?.name ?? ""],
            ["Role", person === null ? "" : `${person.role}: ${roleText[person.role]}`],
          ]}
        />
      </Section>
      <Section title="How it looks, in this browser">
        <dl className="facts preferences">
          <div className="fact">
            <dt>Theme</dt>
            <dd>
              <Choice label="Theme" value={theme} options={themes} onChange={themeStore.set} />
            </dd>
          </div>
          <div className="fact">
            <dt>Times in</dt>
            <dd>
              <Choice
                label="Times in"
                value={zone}
                options={[
                  { value: "local", label: `My time zone (${Intl.DateTimeFormat().resolvedOptions().timeZone})` },
                  { value: "utc", label: "UTC" },
                ]}
                onChange={zoneStore.set}
              />
            </dd>
          </div>
        </dl>
      </Section>
      <Section title="Your saved views">
        <SavedViewLines />
      </Section>
    </>
  );
}
