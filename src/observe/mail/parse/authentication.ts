/**
 * Whether the domain that a mail says it is from vouches for it (SPF, DKIM, DMARC), as the host found that received it. Pure.
 *
 * Invariant: only the topmost Authentication-Results of the trusted host counts, for every other one may have been written by the sender; and a result
 * counts only where it is about the domain of From, for anybody can sign for a domain of their own.
 */
export function authenticationOf(
  results: readonly string[],
  from: string,
  trustedHost: string | null,
): "pass" | "fail" | "none" {
  if (trustedHost === null) return "none";
  const wanted = trustedHost.toLowerCase();
  const found = results.map(read).find(({ host }) => host === wanted);
  if (!found) return "none";
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const resultOf = (method: string) => found.results.filter((each) => each.method === method);
  const dmarc = resultOf("dmarc")[0]?.result;
  if (dmarc === "pass") return "pass";
  if (dmarc !== undefined && dmarc !== "none") return "fail";
  const checks = [...resultOf("dkim"), ...resultOf("spf")];
  if (checks.some(({ result, domain: proven }) => result === "pass" && isAligned(domain, proven))) return "pass";
  return checks.some(({ result }) => /^(?:fail|softfail|policy|permerror)$/.test(result)) ? "fail" : "none";
}

interface Result {
  readonly method: string;
  readonly result: string;
  readonly domain: string;
}

/** `host; method=result reason property=value; ...`, comments left out (RFC 8601). */
function read(header: string): { host: string; results: Result[] } {
  const [host = "", ...parts] = withoutComments(header).toLowerCase().split(";");
  const results = parts.flatMap((part): Result[] => {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/.exec(part);
    if (match?.[1] === undefined || match[2] === undefined) return [];
    const property = /\b(?:header\.d|header\.i|smtp\.mailfrom|smtp\.from)\s*=\s*"?([^\s;"]+)/.exec(part)?.[1] ?? "";
    return [{ method: match[1], result: match[2], domain: property.slice(property.lastIndexOf("@") + 1) }];
  });
  return { host: host.trim().split(/\s/)[0] ?? "", results };
}

function withoutComments(header: string): string {
  let depth = 0;
  let text = "";
  for (const letter of header) {
    if (letter === "(") depth += 1;
    if (depth === 0) text += letter;
    if (letter === ")" && depth > 0) depth -= 1;
  }
  return text;
}

function isAligned(from: string, proven: string): boolean {
  return (
    from !== "" &&
    proven.includes(".") &&
    (from === proven || from.endsWith(`.${proven}`) || proven.endsWith(`.${from}`))
  );
}
