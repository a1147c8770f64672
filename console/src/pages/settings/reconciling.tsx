/** An older state was put back: what may have been done since is looked through, and somebody says so. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { RoleNote } from "../../access/role-note.tsx";
import { useMay } from "../../access/use-may.ts";
import { send } from "../../api/client.ts";
import { Button } from "../../components/controls/button.tsx";
import { WhyDialog } from "../../components/controls/why-dialog.tsx";
import { showToast } from "../../components/feedback/toast-store.ts";
import { Section } from "../../components/page-header.tsx";
import { Moment } from "../../components/values/moment.tsx";

export function Reconciling({ since }: { since: number }) {
  const queryClient = useQueryClient();
  const [isSaying, setIsSaying] = useState(false);
  const mayOperate = useMay("operate");
  return (
    <Section title="An older state was put back">
      <div className="stack settings-part">
        <p>
          This happened <Moment at={since} />. What was done after that state and is not on record is looked up at the
          other side, or asked, before it is done again.{" "}
          <Link to="/effects" search={{ status: "unknown" }}>
            Effects that nobody knows about
          </Link>
        </p>
        {mayOperate && (
          <div className="row">
            <Button look="primary" onClick={() => setIsSaying(true)}>
              The missing time was looked through
            </Button>
          </div>
        )}
        <RoleNote need="operate" doing="say that the missing time was looked through" />
      </div>
      {isSaying && (
        <WhyDialog
          title="The missing time was looked through"
          action="Let effects go on"
          placeholder="Who looked, where, and what was found"
          onClose={() => setIsSaying(false)}
          onConfirm={async (why) => {
            await send("settings/reconciled", { why });
            await queryClient.invalidateQueries({ queryKey: ["health"] });
            showToast({ text: "Effects go on as usual.", tone: "done" });
          }}
        >
          <p className="soft">From then on effects are done without looking for what may have been done before.</p>
        </WhyDialog>
      )}
    </Section>
  );
}
