/**
 * Named places at which a test may stop or kill the process. In production `hit` does nothing.
 * The names are part of the fault suite's contract: each transition of the effect ledger has one before and one after.
 */
export interface Failpoints {
  hit(name: string): void;
}

export const noFailpoints: Failpoints = { hit: () => undefined };
