/**
 * HTML as plain text: paragraphs as lines, quotes with `> ` before them.
 *
 * Invariants: one pass, linear in the length of the input, no recursion, no regular expression that runs over more than one tag. Nothing that a
 * reader of the HTML would not see comes through: comments, styles, scripts, and what is styled away inline.
 */
const dropped = new Set(["script", "style", "head", "title", "template", "noscript", "svg", "math"]);
const breaking = new Set(
  "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody thead tr ul".split(
    " ",
  ),
);
const spaced = new Set(["p", "blockquote", "h1", "h2", "h3", "table", "ul", "ol"]);
/** What may be styled away: elements that always have an end, so that nothing after them is taken for hidden. */
const hideable = new Set(["a", "b", "center", "div", "font", "i", "section", "span", "strong", "table", "td"]);
const hiddenStyle = /\b(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|"|'|$))/i;
const longestTag = 20_000;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  acirc: "â",
  ecirc: "ê",
  ccedil: "ç",
  ntilde: "ñ",
  aacute: "á",
  iacute: "í",
  oacute: "ó",
  uacute: "ú",
  aring: "å",
  aelig: "æ",
  oslash: "ø",
  iexcl: "¡",
  iquest: "¿",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  sbquo: "‚",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  deg: "°",
  zwnj: "",
  shy: "",
};

export function htmlToText(html: string): string {
  // Where something hidden never ends, what follows it was not meant to be hidden.
  return new Reader(html, true).read() ?? new Reader(html, false).read() ?? "";
}

class Reader {
  readonly #html: string;
  readonly #lines: string[] = [];
  /** Of the line that is being written. In parts, for looking at the end of a text that grows copies all of it each time. */
  #parts: string[] = [];
  #quoteDepth = 0;
  /** Name of the element whose content is left out, and how deep in elements of that name we are. */
  #hidden: { name: string; depth: number } | null = null;

  readonly #hides: boolean;

  constructor(html: string, hides: boolean) {
    this.#html = html;
    this.#hides = hides;
  }

  /** @returns null where it ends within something that is styled away. */
  read(): string | null {
    const html = this.#html;
    for (let at = 0; at < html.length; ) {
      const open = html.indexOf("<", at);
      const end = open < 0 ? html.length : open;
      if (end > at) this.#text(html.slice(at, end));
      if (open < 0) break;
      at = this.#markup(open);
    }
    if (this.#hides && this.#hidden && !dropped.has(this.#hidden.name)) return null;
    this.#break();
    return this.#lines
      .join("\n")
      .replaceAll(/\n{3,}/g, "\n\n")
      .trim();
  }

  /** @returns where to go on. */
  #markup(open: number): number {
    const html = this.#html;
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      return end < 0 ? html.length : end + 3;
    }
    const next = html.charCodeAt(open + 1) | 32;
    const isTag =
      (next >= 97 && next <= 122) || html[open + 1] === "/" || html[open + 1] === "!" || html[open + 1] === "?";
    if (!isTag) {
      this.#text("<");
      return open + 1;
    }
    const close = endOfTag(html, open + 1);
    if (close < 0) return html.length;
    const tag = html.slice(open + 1, Math.min(close, open + longestTag));
    const isEnd = tag[0] === "/";
    const name = /^\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? "";
    if (name !== "") this.#tag(name, isEnd, tag);
    return close + 1;
  }

  #tag(name: string, isEnd: boolean, tag: string): void {
    if (this.#hidden) {
      if (name !== this.#hidden.name) return;
      this.#hidden.depth += isEnd ? -1 : 1;
      if (this.#hidden.depth === 0) this.#hidden = null;
      return;
    }
    if (name === "body" || name === "html") return;
    if (!isEnd && !tag.endsWith("/") && this.#isHidden(name, tag)) {
      this.#hidden = { name, depth: 1 };
      return;
    }
    if (name === "br") return this.#break();
    if (name === "td" || name === "th") {
      this.#write(" ");
      return;
    }
    if (!breaking.has(name)) return;
    if (this.#parts.some((part) => part !== " ")) this.#break();
    if (name === "blockquote") this.#quoteDepth = Math.max(0, this.#quoteDepth + (isEnd ? -1 : 1));
    if (spaced.has(name)) this.#emptyLine();
    if (name === "li" && !isEnd) this.#parts = ["- "];
    if (name === "hr") this.#lines.push("________________________________");
  }

  #isHidden(name: string, tag: string): boolean {
    return dropped.has(name) || (this.#hides && hideable.has(name) && hiddenStyle.test(tag));
  }

  #text(raw: string): void {
    if (!this.#hidden) this.#write(decodeEntities(raw).replaceAll(/\s+/g, " "));
  }

  #write(text: string): void {
    const follows = this.#parts.at(-1)?.endsWith(" ") ?? true;
    const part = follows ? text.trimStart() : text;
    if (part !== "") this.#parts.push(part);
  }

  #break(): void {
    const quote = "> ".repeat(Math.min(this.#quoteDepth, 10));
    this.#lines.push(`${quote}${this.#parts.join("").trim()}`.trimEnd());
    this.#parts = [];
  }

  #emptyLine(): void {
    if ((this.#lines.at(-1) ?? "") !== "") this.#lines.push("");
  }
}

/** The next `>` outside of quotes; outside of nothing where a quote does not end. */
function endOfTag(html: string, from: number): number {
  let quote = "";
  const limit = Math.min(html.length, from + longestTag);
  for (let at = from; at < limit; at++) {
    const letter = html[at];
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return at;
  }
  return html.indexOf(">", from);
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,8}[0-9]?);?/gi, (whole, entity: string) => {
    if (entity[0] !== "#") return named[entity] ?? whole;
    const isHex = entity[1] === "x" || entity[1] === "X";
    const code = Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    const isLetter = code > 8 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isLetter ? String.fromCodePoint(code) : "";
  });
}
