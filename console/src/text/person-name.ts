/** Who did something, as people call them: "person:ana" is ana, "process:answer mail" the process “answer mail”. */
export function personName(principal: string): string {
  const [, kind = "", name = ""] = /^(person|process|source):(.*?):?$/.exec(principal) ?? [];
  if (name === "") return principal === "system" ? "Praxis" : principal;
  return kind === "person" ? name : `the ${kind} “${name}”`;
}
