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

/** The content where it is JSON; undefined where it is not, or where only its beginning is here. */
export function jsonOf({ text, isText, isCut }: Beginning): unknown {
  if (!isText || isCut) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an edit begins with: the content itself where it is all here. */
export function draftText(beginning: Beginning): string {
  const json = jsonOf(beginning);
  if (json !== undefined) return JSON.stringify(json, null, 2);
  return beginning.isText && !beginning.isCut ? beginning.text : "{}";
}

/** What a person writes in the place of a mail that cannot be read. */
export const mailSchema = {
  type: "object",
  properties: {
    from: { type: "string", format: "email", minLength: 3, title: "Who wrote it", description: "the mail address" },
    subject: { type: "string", maxLength: 1_000, title: "Subject" },
    text: { type: "string", minLength: 1, maxLength: 200_000, title: "What it says, as far as it can be made out" },
  },
  required: ["from", "text"],
};
