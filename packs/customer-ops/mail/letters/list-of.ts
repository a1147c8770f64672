/** "a", "a and b", "a, b and c"; what is there more than once is counted: "2 x a". */
export function listOf(names: readonly string[], and: string): string {
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, each]) =>
    each.length === 1 ? name : `${each.length} x ${name}`,
  );
  const last = counted.at(-1);
  return counted.length < 2 ? (last ?? "") : `${counted.slice(0, -1).join(", ")} ${and} ${last}`;
}
