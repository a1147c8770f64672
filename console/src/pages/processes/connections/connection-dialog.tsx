/** Stops the effects of one connection, or lets them go on, with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { send } from "../../../api/client.ts";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { showToast } from "../../../components/feedback/toast-store.ts";

interface ConnectionDialogProps {
  readonly name: string;
  readonly verb: "stop" | "resume";
  readonly onClose: () => void;
}

export function ConnectionDialog({ name, verb, onClose }: ConnectionDialogProps) {
  const queryClient = useQueryClient();
  const isStop = verb === "stop";
  return (
    <WhyDialog
      title={isStop ? `Stop ${name}` : `Let ${name} go on`}
      action={isStop ? "Stop" : "Let go on"}
      look={isStop ? "danger" : "primary"}
      placeholder={isStop ? "What is wrong, and who looks into it" : "What was found, and why it is safe to go on"}
      onClose={onClose}
      onConfirm={async (why) => {
        await send(`settings/${verb}`, { scope: name, why });
        await queryClient.invalidateQueries({ queryKey: ["health"] });
        void queryClient.invalidateQueries({ queryKey: ["settings"] });
        showToast({ text: isStop ? `Stopped: ${name}.` : `${name} may go on.`, tone: "done" });
      }}
    >
      <p className="soft">
        {isStop
          ? `What is on its way to ${name} is finished, and nothing new is begun there. Runs wait and lose nothing; other connections go on.`
          : "What waited goes on at once, in the order in which it came."}
      </p>
    </WhyDialog>
  );
}
