/** Looks at the server several times a second: which runs are under way, which gates are open, and whether all is done. */
import { setTimeout as sleep } from "node:timers/promises";
import { type PraxisClient, UnexpectedAnswer } from "../client/praxis-client.ts";
import type { PersonAtGates } from "./person/person-at-gates.ts";

const lookEveryMs = 60;
/** So often nothing may be under way, one look after the other, before all is done. */
const quietLooks = 3;

export interface RunWatch {
  readonly underWay: number;
  /** Settles once nothing moves, waits or is open any more. */
  readonly finished: Promise<void>;
  problems(): Promise<string[]>;
}

export function watchRuns(options: {
  readonly client: PraxisClient;
  readonly person: PersonAtGates;
  /** Whether nothing more will be sent or killed. */
  readonly isOver: () => boolean;
}): RunWatch {
  const { client, person, isOver } = options;
  let underWay = 0;
  const look = async (): Promise<number> => {
    const openGates = await person.look();
    const moving = await client.runs("moving");
    const waiting = await client.runs("waiting");
    underWay = moving.length + waiting.length;
    return underWay + openGates;
  };
  const finish = async (): Promise<void> => {
    let quiet = 0;
    while (quiet < quietLooks) {
      await sleep(lookEveryMs);
      try {
        const left = await look();
        quiet = left === 0 && isOver() ? quiet + 1 : 0;
      } catch (thrown) {
        // The server is away. What it says itself is another matter.
        if (thrown instanceof UnexpectedAnswer) throw thrown;
        quiet = 0;
      }
    }
  };
  return {
    get underWay() {
      return underWay;
    },
    finished: finish(),
    async problems() {
      const aside = await client.runs("set aside");
      return aside.map(({ id, account, detail }) => `run ${id} in world ${account} is set aside: ${detail}`);
    },
  };
}
