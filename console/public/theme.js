if (location.pathname === "/login") document.documentElement.classList.add("without-frame");
// Before the first paint, so that a chosen theme does not flash. The choice is made in src/preferences/theme.ts.
try {
  const theme = localStorage.getItem("praxis.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme holds.
}
