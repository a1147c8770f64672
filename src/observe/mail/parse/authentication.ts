/**
 * Whether the domain that a mail says it is from vouches for it (SPF, DKIM, DMARC), as the host found that received it. Pure.
 *
 * Invariant: only the topmost Authentication-Results of the trusted host counts, for every other one may have been written by the sender; a result
 * counts only where it is about the domain of From, for anybody can sign for a domain of their own; and what the sender chose and the host repeats in it
 * (the local part of an envelope's address) is no result.
 */
import { domainToASCII } from "node:url";

export function authenticationOf(
  results: readonly string[],
  from: string,
  trustedHost: string | null,
): "pass" | "fail" | "none" {
  if (trustedHost === null) return "none";
  const wanted = trustedHost.toLowerCase();
  const found = results.map(read).find(({ host }) => host === wanted);
  if (!found) return "none";
  const domain = asciiOf(from.slice(from.lastIndexOf("@") + 1));
  const resultOf = (method: string) => found.results.filter((each) => each.method === method);
  const dmarc = resultOf("dmarc").filter(({ result }) => result !== "none");
  // A host that found another sender than we did, or two results, vouches for nobody.
  if (dmarc.some(({ result, domain: judged }) => result !== "pass" || (judged !== "" && judged !== domain)))
    return "fail";
  if (dmarc.length > 0) return "pass";
  const checks = [...resultOf("dkim"), ...resultOf("spf")];
  if (checks.some(({ result, domain: proven }) => result === "pass" && isAligned(domain, proven))) return "pass";
  return checks.some(({ result }) => /^(?:fail|softfail|policy|permerror)$/.test(result)) ? "fail" : "none";
}

interface Result {
  readonly method: string;
  readonly result: string;
  readonly domain: string;
}

const provenBy: Readonly<Record<string, readonly RegExp[]>> = {
  dkim: [/\bheader\.d\s*=\s*([^\s;]+)/, /\bheader\.i\s*=\s*([^\s;]+)/],
  spf: [/\bsmtp\.(?:mailfrom|from)\s*=\s*([^\s;]+)/],
  dmarc: [/\bheader\.from\s*=\s*([^\s;]+)/],
};

/** `host; method=result reason property=value; ...`, comments left out (RFC 8601). */
function read(header: string): { host: string; results: Result[] } {
  const [host = "", ...parts] = withoutComments(header).toLowerCase().split(";");
  const results = parts.flatMap((part): Result[] => {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/.exec(part);
    const [, method, result] = match ?? [];
    if (method === undefined || result === undefined) return [];
    const property = (provenBy[method] ?? []).flatMap((shape) => shape.exec(part)?.[1] ?? [])[0] ?? "";
    return [{ method, result, domain: asciiOf(property.slice(property.lastIndexOf("@") + 1)) }];
  });
  return { host: host.trim().split(/\s/)[0] ?? "", results };
}

/** Also without quotation marks: what they hold is one word, whatever it looks like. */
function withoutComments(header: string): string {
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  let text = "";
  for (const letter of header) {
    const isPlain: boolean = isEscaped;
    isEscaped = !isPlain && letter === "\\" && (isQuoted || depth > 0);
    if (isEscaped) continue;
    if (depth === 0 && letter === '"' && !isPlain) isQuoted = !isQuoted;
    else if (isQuoted) text += /[\w.@+-]/.test(letter) ? letter : "_";
    else if (letter === "(" && !isPlain) depth += 1;
    else if (letter === ")" && !isPlain && depth > 0) depth -= 1;
    else if (depth === 0) text += letter;
  }
  return text;
}

/** As the host writes it, whatever letters the mail has it in. */
function asciiOf(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}

function isAligned(from: string, proven: string): boolean {
  return (
    from !== "" &&
    proven.includes(".") &&
    (from === proven || from.endsWith(`.${proven}`) || proven.endsWith(`.${from}`))
  );
}
