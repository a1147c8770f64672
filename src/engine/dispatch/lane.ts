/** In which line a run waits for its turn: its account's, or one of two that are nobody's. */

/** What a person's answer set going: before all accounts. */
export const people = Symbol("people");
/** Runs that are in memory already, and are only to look again: they need no room. */
export const inMemory = Symbol("in memory");

export type Lane = string | typeof people | typeof inMemory;
