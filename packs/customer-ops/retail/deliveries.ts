/** The webhooks, as a sender with faults sends them: 30 % twice, in any order, each until it is accepted. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PraxisClient } from "../client/praxis-client.ts";
import type { SeededRandom } from "./random.ts";
import type { Request } from "./requests.ts";

const twiceShare = 0.3;
const atOnce = 8;

export function planDeliveries(requests: readonly Request[], isFaulty: boolean, random: SeededRandom): Request[] {
  if (!isFaulty) return [...requests];
  return random.shuffled([...requests, ...requests.filter(() => random.next() < twiceShare)]);
}

export interface SendOptions {
  readonly client: PraxisClient;
  readonly secret: string;
  /** Whether another one may go out now. */
  readonly mayGo: (sent: number) => boolean;
  readonly accepted: (request: Request) => void;
}

/** Settles once each is accepted. */
export async function send(deliveries: readonly Request[], options: SendOptions): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < deliveries.length) {
      if (!options.mayGo(next)) {
        await sleep(20);
        continue;
      }
      const request = deliveries[next++];
      if (request === undefined) return;
      await deliver(request, options);
      options.accepted(request);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function deliver(request: Request, { client, secret }: SendOptions): Promise<void> {
  const { world, customer, text } = request;
  const body = { id: world, customer, text, world };
  for (;;) {
    try {
      await client.sendWebhook("tickets", secret, `ticket-${world}`, body);
      return;
    } catch {
      // Not acknowledged, whatever the reason: a sender sends it again, under the same id.
      await sleep(100);
    }
  }
}
