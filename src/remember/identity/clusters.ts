/**
 * Who counts as one. A merge says of two customers that they are the same; merges that were not undone join customers into clusters, each with a root that
 * it is listed as. Undoing a merge takes back that one statement and nothing else.
 *
 * Invariant: the roots follow from the merges in force, in their order, and from nothing else. So what a merge did, its undoing takes back exactly,
 * whatever was linked or merged in between.
 */
export interface Merge {
  readonly kept: string;
  readonly merged: string;
}

/** @param merges in force, oldest first. @returns the root of each member: that of the customer who was kept last. */
export function rootsOf(members: Iterable<string>, merges: readonly Merge[]): Map<string, string> {
  const roots = new Map<string, string>();
  for (const member of members) roots.set(member, member);
  for (const { kept, merged } of merges) {
    const keep = roots.get(kept) ?? kept;
    const give = roots.get(merged) ?? merged;
    if (keep === give) continue;
    for (const [member, root] of roots) if (root === give) roots.set(member, keep);
  }
  return roots;
}
