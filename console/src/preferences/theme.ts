/** Light, dark, or as the system has it. Kept in this browser; `public/theme.js` puts it on before the first paint. */
import { makeStore } from "./store.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeStore = makeStore<Theme>("praxis.theme", themes, "system");

themeStore.subscribe(() => {
  const theme = themeStore.get();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});
