/** The part of a page that scrolls below its header. It takes the focus, so that arrow keys scroll it where nothing in it can be focused. */
import type { ReactNode } from "react";

export function PageScroll({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section className="page-scroll" aria-label={label} tabIndex={0} data-scroll-restoration-id={id}>
      {children}
    </section>
  );
}
