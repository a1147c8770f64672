/** What a sign-in link carries behind `#`: the code, and whose it is, if the link says so. */
export interface LoginLink {
  readonly code: string | null;
  readonly name: string | null;
}

export function readLoginLink(hash: string): LoginLink {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const code = values.get("code");
  const name = values.get("as") ?? values.get("name");
  return { code: code === "" ? null : code, name: name === "" ? null : name };
}
