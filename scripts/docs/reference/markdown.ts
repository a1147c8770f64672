/** Pieces of Markdown that the pages of the reference are made of. */

export interface Page {
  /** Below docs/reference. */
  readonly file: string;
  readonly title: string;
  /** In one sentence, for the list of pages. */
  readonly about: string;
  readonly body: string;
}

const renewWith = "node --conditions=praxis-source scripts/docs/write-reference.ts";

export function wholePage({ title, body }: Page): string {
  return `# ${title}\n\n<!-- Written from the code. Renew it with: ${renewWith} -->\n\n${body.trim()}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}

export function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}

/** Text as a program printed it. */
export function printed(text: string): string {
  return `\`\`\`text\n${text.trim()}\n\`\`\``;
}
