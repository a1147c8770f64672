/** The first bytes of what came, as text where it is text. Pure. */
export interface Beginning {
  readonly text: string;
  readonly isText: boolean;
  /** Whether there was more than what was kept or is shown. */
  readonly isCut: boolean;
}

const mostShown = 16 * 1_024;
const mostBytesInHex = 512;

export function readBeginning(base64: string, bodyBytes: number): Beginning {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const shown = bytes.slice(0, mostShown);
  const text = new TextDecoder("utf-8").decode(shown);
  const odd = [...text].filter((letter) => letter === "\ufffd" || (letter < " " && !"\r\n\t".includes(letter))).length;
  const isCut = bodyBytes > shown.length;
  if (odd * 20 <= text.length) return { text, isText: true, isCut };
  return { text: hexOf(bytes.slice(0, mostBytesInHex)), isText: false, isCut: bodyBytes > mostBytesInHex };
}

function hexOf(bytes: Uint8Array): string {
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 16) lines.push(pairs.slice(at, at + 16).join(" "));
  return lines.join("\n");
}

/** What an edit begins with: the content itself where it is JSON, otherwise what a person would fill in. */
export function draftBody({ text, isText, isCut }: Beginning, kind: string): string {
  if (kind === "mail") return JSON.stringify({ from: "", subject: "", text: "" }, null, 2);
  if (!isText || isCut) return "{}";
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
