/** Who did something, as people call them: "person:ana" is ana. */
export function personName(principal: string): string {
  return principal.replace(/^person:/, "");
}
