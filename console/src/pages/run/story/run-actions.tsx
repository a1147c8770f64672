/** What an operator can do to a run: cancel, retry, fork. Each with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, GitFork, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import type { Run } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Menu } from "../../../components/controls/menu.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

export function RunActions({ run, onFork }: { run: Run; onFork: () => void }) {
  const [dialog, setDialog] = useState<"cancel" | "retry" | null>(null);
  const isSetAside = run.status === "set aside";
  // What it was about is gone for good, so there is nothing that it could go on with.
  const isErased = isSetAside && run.detail === "erased";
  const canCancel = run.status === "moving" || run.status === "waiting" || isSetAside;
  return (
    <>
      {isSetAside && !isErased && (
        <Button look="primary" icon={<RotateCcw size={14} aria-hidden="true" />} onClick={() => setDialog("retry")}>
          Retry
        </Button>
      )}
      {!run.erased && (
        <Button keys="F" icon={<GitFork size={14} aria-hidden="true" />} onClick={onFork}>
          Fork
        </Button>
      )}
      {canCancel && (
        <Menu
          label="More"
          items={[
            {
              label: "Cancel the run",
              icon: <X size={14} aria-hidden="true" />,
              danger: true,
              onSelect: () => setDialog("cancel"),
            },
          ]}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </Menu>
      )}
      {dialog !== null && <ActionDialog verb={dialog} run={run} onClose={() => setDialog(null)} />}
    </>
  );
}

const wording = {
  cancel: {
    title: "Cancel this run",
    action: "Cancel the run",
    note: "What it waits for is withdrawn, and what it did is undone where that can be.",
    told: "The run is being cancelled.",
  },
  retry: {
    title: "Retry this run",
    action: "Retry",
    note: "It goes on where it stopped. No recorded step is repeated.",
    told: "The run goes on.",
  },
};

function ActionDialog({ verb, run, onClose }: { verb: "cancel" | "retry"; run: Run; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { title, action, note, told } = wording[verb];
  return (
    <WhyDialog
      title={title}
      action={action}
      look={verb === "cancel" ? "danger" : "primary"}
      placeholder={verb === "cancel" ? "Why it should not go on" : "What was mended"}
      onClose={onClose}
      onConfirm={async (why) => {
        await send(`runs/${run.id}/${verb}`, { why });
        await queryClient.invalidateQueries({ queryKey: ["run", run.id] });
        showToast({ text: told, tone: "done" });
      }}
    >
      <p className="soft">{note}</p>
    </WhyDialog>
  );
}
