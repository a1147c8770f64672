/**
 * A report's Markdown as the plain text of a mail: headings underlined, tables in columns, and no signs that only Markdown needs.
 *
 * Boundary: reads what `renderMarkdown` writes, no other Markdown.
 */
const widest = 44;

export function plainText(markdown: string): string {
  const blocks = markdown.trim().split(/\n{2,}/);
  return `${blocks.map(blockText).join("\n\n")}\n`;
}

function blockText(block: string): string {
  const heading = /^(#{1,2}) (.*)$/.exec(block);
  if (heading !== null) {
    const title = bare(heading[2] ?? "");
    return `${title}\n${(heading[1] === "#" ? "=" : "-").repeat(title.length)}`;
  }
  return block.startsWith("| ") ? tableText(block.split("\n")) : bare(block);
}

function tableText(lines: readonly string[]): string {
  const rows = lines.filter((_, at) => at !== 1).map(cellsOf);
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const isNumeric = columns.map((_, column) =>
    rows.slice(1).every((row) => /^(?:-?\W?\d|–|under)/.test(row[column] ?? "")),
  );
  const written = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = Math.min(widest, columns[column] ?? 0);
        return isNumeric[column] && column > 0 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return written.map((row) => `  ${row}`).join("\n");
}

/** A cell ends at a bar that is not escaped. */
function cellsOf(line: string): string[] {
  return line
    .slice(2, -2)
    .split(/ (?<!\\)\| /)
    .map(bare);
}

function bare(text: string): string {
  return text.replace(/\\([\\`*_[\]<>|#])/g, "$1");
}
