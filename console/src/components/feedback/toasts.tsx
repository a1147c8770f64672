/** Shows the messages of `toast-store.ts` and reads them aloud. */
import { X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Button, IconButton } from "../controls/button.tsx";
import { Countdown } from "./countdown.tsx";
import { closeToast, type Toast, toastStore } from "./toast-store.ts";

export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get);
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <ToastRow key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastRow({ toast }: { toast: Toast }) {
  const { id, text, detail, action, tone, forMs } = toast;
  useEffect(() => {
    if (forMs === null) return;
    const timer = setTimeout(() => closeToast(id), forMs);
    return () => clearTimeout(timer);
  }, [id, forMs]);
  return (
    <div className={`toast toast-${tone}`}>
      <div className="toast-text">
        <p>{text}</p>
        {detail !== undefined && <p className="soft">{detail}</p>}
      </div>
      {action && (
        <Button
          onClick={() => {
            closeToast(id);
            action.run();
          }}
          {...(action.keys === undefined ? {} : { keys: action.keys })}
        >
          {action.label}
          {forMs !== null && <Countdown ms={forMs} />}
        </Button>
      )}
      <IconButton label="Close the message" onClick={() => closeToast(id)}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
