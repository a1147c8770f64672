/** Plants bugs, and lives through seeds until one finds them. */
import { type LivedSeed, runSeeds } from "../run-seeds.ts";
import { type Mutation, mutations } from "./mutations.ts";

export interface Found {
  readonly mutation: Mutation;
  readonly caught: LivedSeed | null;
  readonly tried: number;
}

export interface Search {
  readonly from: number;
  readonly most: number;
  readonly processes: number;
  /** Part of a name. */
  readonly only?: string | undefined;
}

export async function findMutations(search: Search, tell: (found: Found) => void): Promise<void> {
  for (const mutation of mutations)
    if (search.only === undefined || mutation.name.includes(search.only)) tell(await findMutation(mutation, search));
}

export async function findMutation(mutation: Mutation, { from, most, processes }: Search): Promise<Found> {
  let caught: LivedSeed | null = null;
  let tried = 0;
  await runSeeds({
    from,
    until: from + most,
    processes,
    mutation: mutation.name,
    each: (lived) => {
      tried += 1;
      if (lived.violations.length === 0) return "go on";
      caught ??= lived;
      return "enough";
    },
  });
  return { mutation, caught, tried };
}
