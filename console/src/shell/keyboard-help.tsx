/** What can be done with one key, on this page and everywhere. */
import { Fragment, useState } from "react";
import { Dialog } from "../components/controls/dialog.tsx";
import { listShortcuts } from "../keyboard/use-shortcuts.ts";

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const [groups] = useState(listShortcuts);
  return (
    <Dialog title="Keyboard" onClose={onClose} size="medium">
      <div className="keys">
        {groups
          .filter(({ shortcuts }) => shortcuts.length > 0)
          .map(({ title, shortcuts }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {shortcuts.map(({ keys, label }) => (
                  <Fragment key={keys}>
                    <dt>
                      {keys.split(" ").map((key) => (
                        <kbd key={key}>{key.length === 1 ? key.toUpperCase() : key}</kbd>
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          ))}
        <section>
          <h3>Search</h3>
          <dl>
            <dt>
              <kbd>Ctrl</kbd>
              <kbd>K</kbd>
            </dt>
            <dd>Search, or go anywhere</dd>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
