/** Short messages at the edge of the page. One may carry an action that is open for a few seconds, such as taking back an answer. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "done" | "failed";
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly keys?: string; readonly run: () => void };
  /** What it is about: the next message about the same takes its place. */
  readonly about?: string;
  /** How long it stays; a failure stays until it is closed, or something else is said about the same. */
  readonly forMs: number | null;
}

export type NewToast = Pick<Toast, "text"> & Partial<Omit<Toast, "id" | "text">>;

const usualMs = 4_000;
const mostShown = 4;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export const toastStore = {
  get: (): readonly Toast[] => toasts,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function showToast(toast: NewToast): number {
  lastId += 1;
  const tone = toast.tone ?? "plain";
  const forMs = toast.forMs ?? (tone === "failed" ? null : usualMs);
  const others = toasts.filter(({ about }) => about === undefined || about !== toast.about);
  replace([...others, { ...toast, id: lastId, tone, forMs }].slice(-mostShown));
  return lastId;
}

export function closeToast(id: number): void {
  replace(toasts.filter((toast) => toast.id !== id));
}

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
