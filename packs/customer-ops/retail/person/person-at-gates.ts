/** Answers the gates that are open, and counts: at every look, those that were not answered yet. With faults, everything is said twice. */
import { type Gate, type PraxisClient, UnexpectedAnswer } from "../../client/praxis-client.ts";
import type { Request } from "../requests.ts";
import type { ShopProcess } from "../shop-process.ts";
import { answerAsPerson, triageName } from "./answer-as-person.ts";

export interface PersonOptions {
  readonly client: PraxisClient;
  readonly shop: ShopProcess;
  readonly requests: readonly Request[];
  readonly answersTwice: boolean;
}

export class PersonAtGates {
  /** Worlds whose ticket a person read. */
  readonly readByPerson = new Set<string>();
  readonly #options: PersonOptions;
  readonly #byWorld: ReadonlyMap<string, Request>;
  readonly #unknowns = new Set<string>();
  #answered = 0;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#byWorld = new Map(options.requests.map((request) => [request.world, request]));
  }

  get answered(): number {
    return this.#answered;
  }

  get askedAboutUnknown(): number {
    return this.#unknowns.size;
  }

  /** @returns how many gates were open. @throws the network's error while the server is away */
  async look(): Promise<number> {
    const gates = await this.#options.client.openGates();
    for (const gate of gates) await this.#answer(gate);
    return gates.length;
  }

  async #answer(gate: Gate): Promise<void> {
    const { client, shop, answersTwice } = this.#options;
    const request = this.#byWorld.get(gate.account);
    if (request === undefined)
      throw new UnexpectedAnswer(`gate ${gate.id} belongs to no world of ours: ${gate.account}`);
    const verdict = await answerAsPerson(gate, request, () => shop.transactions(request.world));
    if (gate.kind === "unknown") this.#unknowns.add(gate.id);
    if (gate.kind === "question" && gate.title.length > 0) this.#note(gate, request);
    const times = answersTwice ? [verdict, verdict] : [verdict];
    await Promise.all(times.map((each) => client.answer(gate.id, each)));
    this.#answered += 1;
  }

  #note(gate: Gate, { world }: Request): void {
    if (JSON.stringify(gate.evidence).includes(triageName)) this.readByPerson.add(world);
  }
}
