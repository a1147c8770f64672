/**
 * What is new in a mail, apart from what it quotes and from its signature. Pure, and linear in the number of lines.
 *
 * Boundary: knows how mail programs write, in the languages that they write it in; nothing is lost, all goes into one of the two.
 * Invariant: where nothing new would be left (a mail that was only forwarded), all of it counts as new.
 */
export interface SplitText {
  readonly text: string;
  readonly quoted: string;
}

/** "On Monday, Mia <mia@example.com> wrote:" as programs write it; it may be broken over three lines. */
const attribution =
  /^(?:on|am|le|el|il|op|em|den|w dniu|dne|dňa|kl|vào|na|pe)\b.{3,300}(?:wrote|schrieb|geschrieben|a écrit|escribió|ha scritto|schreef|escreveu|napisał\(a\)|napisał|skrev|napsal|kirjoitti)(?!\p{L}).{0,160}:$/iu;
/** "Mia <mia@example.com> schrieb am Mo., 3. März 2026, 10:00:" */
const attributionByName =
  /^.{2,160}<[^>]{3,200}>\s*(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)(?!\p{L}).{0,120}:$/iu;
const attributionStart = /^(?:on|am|le|el|il|op|em|den|w dniu|dne)\b.{3,}/i;

/** From here on everything is the earlier mail. */
const divider =
  /^(?:[-_ ]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|message d'origine|message d’origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|mensagem original|mensagem encaminhada|forwarded message|forwarded by .{1,80})\s*[-_ ]{2,}.{0,20}|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié :|inicio del mensaje reenviado:)$/i;

const headerNames = {
  from: /^\*?(?:from|von|de|da|van|från|fra|od)\*?\s?:\*?\s?\S/i,
  others:
    /^\*?(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne)\*?\s?:/i,
};

const signatureStart = /^(?:--\s?|—\s?|__{1,}\s?)$/;
const signatureLine =
  /^(?:sent from my .{2,60}|get outlook for .{2,20}|von meinem .{2,40} gesendet|gesendet (?:mit|von) .{2,60}|envoyé de mon .{2,40}|enviado desde mi .{2,40}|inviato da(?:l mio)? .{2,40}|verzonden vanaf mijn .{2,40})\.?$/i;

export function splitReply(whole: string): SplitText {
  const lines = whole.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  const kept: string[] = [];
  const rest: string[] = [];
  let inSignature = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const trimmed = line.trim();
    if (isQuoted(line)) {
      rest.push(line);
      continue;
    }
    const attributed = linesOfAttribution(lines, index);
    if (attributed > 0) {
      rest.push(...lines.slice(index, index + attributed));
      const after = firstWritten(lines, index + attributed);
      // Marked line by line: what is not marked may be new. Not marked at all: the rest is the earlier mail.
      if (after !== undefined && !isQuoted(after))
        return finish(kept, [...rest, ...lines.slice(index + attributed)], whole);
      index += attributed - 1;
      inSignature = false;
      continue;
    }
    if (divider.test(trimmed) || isHeaderBlock(lines, index))
      return finish(kept, [...rest, ...lines.slice(index)], whole);
    if (signatureStart.test(trimmed) && trimmed !== "") inSignature = true;
    if (inSignature || signatureLine.test(trimmed)) rest.push(line);
    else kept.push(line);
  }
  return finish(kept, rest, whole);
}

function finish(kept: readonly string[], rest: readonly string[], whole: string): SplitText {
  const text = tidy(kept);
  return text === "" ? { text: tidy([whole]), quoted: "" } : { text, quoted: tidy(rest) };
}

function tidy(lines: readonly string[]): string {
  return lines
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function isQuoted(line: string): boolean {
  return /^\s{0,3}(?:>|\|\s?>)/.test(line);
}

/** How many lines the sentence "... wrote:" takes from here; 0 where there is none. */
function linesOfAttribution(lines: readonly string[], index: number): number {
  const first = (lines[index] ?? "").trim();
  if (first.length > 400) return 0;
  if (attribution.test(first) || attributionByName.test(first)) return 1;
  if (!attributionStart.test(first)) return 0;
  let joined = first;
  for (let more = 1; more <= 2; more++) {
    const next = (lines[index + more] ?? "").trim();
    if (next === "" || next.length > 300) return 0;
    joined += ` ${next}`;
    if (attribution.test(joined)) return more + 1;
  }
  return 0;
}

function firstWritten(lines: readonly string[], from: number): string | undefined {
  for (let index = from; index < Math.min(lines.length, from + 5); index++)
    if (lines[index]?.trim() !== "") return lines[index];
  return undefined;
}

/** "From: ... Sent: ... To: ... Subject: ...", as Outlook sets it before the earlier mail: a line of underscores may come first. */
function isHeaderBlock(lines: readonly string[], index: number): boolean {
  const first = (lines[index] ?? "").trim();
  if (/^_{10,}$/.test(first))
    return headerNames.from.test(firstWritten(lines, index + 1)?.trim() ?? "") && countHeaders(lines, index + 1) >= 3;
  return headerNames.from.test(first) && countHeaders(lines, index) >= 3;
}

function countHeaders(lines: readonly string[], from: number): number {
  let count = 0;
  for (let index = from; index < Math.min(lines.length, from + 9); index++) {
    const line = (lines[index] ?? "").trim();
    if (headerNames.from.test(line) || headerNames.others.test(line)) count += 1;
  }
  return count;
}
