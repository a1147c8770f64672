/** A report's HTML as it may stand in a frame: it runs nothing and loads nothing, and its links open beside the console. Pure. */
const policy =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";
const links = '<base target="_blank">';

export function frameDocument(html: string): string {
  const head = /<head[^>]*>/i.exec(html);
  if (!head) return `<!doctype html><html lang="en"><head>${policy}${links}</head><body>${html}</body></html>`;
  const behind = head.index + head[0].length;
  return html.slice(0, behind) + policy + links + html.slice(behind);
}

/** "weekly exceptions 2026-W47.md": letters and digits that every system takes. */
export function fileName({ name, period }: { name: string; period: string }, ending: string): string {
  return `${name} ${period}`.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^-+|-+$/g, "") + ending;
}
