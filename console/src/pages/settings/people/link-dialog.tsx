/** A login link, shown once, to be copied and handed on. */
import type { LoginLink } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { Moment } from "../../../components/values/moment.tsx";

export interface GivenLink extends LoginLink {
  readonly name: string;
}

export function LinkDialog({ link: { name, url, expiresAt }, onClose }: { link: GivenLink; onClose: () => void }) {
  return (
    <Dialog
      title={`Login link for ${name}`}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="stack">
        <p>
          Hand it to {name} and to nobody else. It signs them in once, by a click, and ends <Moment at={expiresAt} />.
        </p>
        <p className="secret">
          <Copyable value={url} shown={url} what="login link" />
        </p>
      </div>
    </Dialog>
  );
}
