/** The stop switch: stops every effect or those of one connection, and lets them go on. Always with a reason. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { OctagonPause, Play } from "lucide-react";
import { useId, useState } from "react";
import { get, send } from "../api/client.ts";
import { healthOptions } from "../api/queries.ts";
import { Button } from "../components/controls/button.tsx";
import { WhyDialog } from "../components/controls/why-dialog.tsx";
import { showToast } from "../components/feedback/toast-store.ts";

interface Loaded {
  readonly contracts: readonly { readonly connection: string | null }[];
}

export function StopSwitch({ mayOperate }: { mayOperate: boolean }) {
  const { data: health } = useQuery(healthOptions);
  const [open, setOpen] = useState<"stop" | "resume" | null>(null);
  const stopped = health?.stopped ?? [];
  if (!mayOperate) return null;
  const everything = stopped.includes("*");
  return (
    <>
      <Button
        className={everything ? "stop-switch stopped" : "stop-switch"}
        icon={everything ? <Play size={14} aria-hidden="true" /> : <OctagonPause size={14} aria-hidden="true" />}
        onClick={() => setOpen(everything ? "resume" : "stop")}
        title={everything ? "Let effects go on" : "Stop effects"}
      >
        {everything ? "Let go on" : "Stop"}
      </Button>
      {open !== null && <SwitchDialog verb={open} stopped={stopped} onClose={() => setOpen(null)} />}
    </>
  );
}

interface SwitchDialogProps {
  readonly verb: "stop" | "resume";
  readonly stopped: readonly string[];
  readonly onClose: () => void;
}

function SwitchDialog({ verb, stopped, onClose }: SwitchDialogProps) {
  const queryClient = useQueryClient();
  const [scope, setScope] = useState("*");
  const field = useId();
  const { data } = useQuery({ queryKey: ["processes"], queryFn: ({ signal }) => get<Loaded>("processes", {}, signal) });
  const connections = [...new Set(data?.contracts.flatMap(({ connection }) => connection ?? []) ?? [])].sort();
  const isStop = verb === "stop";
  const name = scope === "*" ? "every effect" : scope;
  return (
    <WhyDialog
      title={isStop ? "Stop effects" : "Let effects go on"}
      action={isStop ? "Stop" : "Let go on"}
      look={isStop ? "danger" : "primary"}
      placeholder={isStop ? "What is wrong, and who looks into it" : "What was found, and why it is safe to go on"}
      onClose={onClose}
      onConfirm={async (why) => {
        await send(`settings/${verb}`, { scope, why });
        await queryClient.invalidateQueries({ queryKey: ["health"] });
        showToast({
          text: isStop ? `Stopped: ${name}.` : `${name === scope ? scope : "Effects"} may go on.`,
          tone: "done",
        });
      }}
    >
      <p className="soft">
        {isStop
          ? "What is on its way to the other side is finished. Nothing new is begun until somebody lets it go on; runs wait and lose nothing."
          : "What waited goes on at once, in the order in which it came."}
      </p>
      <div className="field">
        <label htmlFor={field}>{isStop ? "What to stop" : "What may go on"}</label>
        <select id={field} className="choice" value={scope} onChange={(event) => setScope(event.target.value)}>
          <option value="*">Everything</option>
          {(isStop ? connections : stopped.filter((each) => each !== "*")).map((each) => (
            <option key={each} value={each}>
              {isStop ? `Only ${each}` : each}
            </option>
          ))}
        </select>
      </div>
    </WhyDialog>
  );
}
