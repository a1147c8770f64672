/** The contracts and policies that are loaded, and the currency that they count in. */
import type { AnyContract } from "./contract.ts";
import type { Policy } from "./policy/policy.ts";

export class ContractRegistry {
  readonly #contracts = new Map<string, AnyContract>();
  readonly #policies = new Map<string, Policy>();

  /** What amounts are of where nothing else says it; null where nobody has said. */
  currency: string | null = null;

  add(contract: AnyContract): void {
    this.#contracts.set(contract.name, contract);
  }

  /** One that only old code uses; what is loaded goes before it. */
  lend(contract: AnyContract): void {
    if (!this.#contracts.has(contract.name)) this.add(contract);
  }

  addPolicy(policy: Policy): void {
    this.#policies.set(policy.name, policy);
  }

  find(name: string): AnyContract | undefined {
    return this.#contracts.get(name);
  }

  all(): AnyContract[] {
    return [...this.#contracts.values()];
  }

  policies(): Policy[] {
    return [...this.#policies.values()];
  }

  policiesOn(contract: string): Policy[] {
    return this.policies().filter((policy) => policy.contracts.includes(contract));
  }
}
