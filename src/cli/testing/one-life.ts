/** One world of the fault matrix: a fresh folder, a server with one fault in it, its successor without, and the oracle (fixed-work.ts). */
import assert from "node:assert/strict";
import { join } from "node:path";
import { PraxisError } from "../../kernel/errors.ts";
import { Acknowledged, apiOf, Bank, checkOracle, drive, workFile } from "./fixed-work.ts";
import { type Ended, type Launched, Place } from "./praxis-process.ts";
import { onePoolThread, type Plant, struck, withFault } from "./traced.ts";

const serve = ["--no-supervisor", "work.ts"];

export interface Life {
  /** The call that met the fault; undefined where the server came to its end before it. */
  readonly struck: string | undefined;
  readonly ended: Ended;
}

/** @throws where the oracle is not satisfied */
export async function oneLife(plant: Plant, environment: Record<string, string> = {}): Promise<Life> {
  const bank = new Bank();
  const place = new Place({ BANK_URL: await bank.open(), ...onePoolThread, ...environment });
  try {
    place.write("work.ts", workFile);
    const notes = join(place.folder, "notes.txt");
    const told = new Acknowledged();
    const ended = await work(bank, place, place.launch(withFault(plant, notes), serve), told);
    const second = await work(bank, place, place.launch([], serve), told);
    assert.equal(second.code, 0, `its successor ended with ${second.code} ${second.signal}: ${second.err}`);
    checkOracle(place, bank);
    return { struck: struck(notes), ended };
  } finally {
    place.close();
    bank.close();
  }
}

/** Until all is done and the server has come to its end, or until it has died. */
async function work(bank: Bank, place: Place, server: Launched, told: Acknowledged): Promise<Ended> {
  const url = await server.listening;
  if (url !== null) {
    try {
      await drive(apiOf(place, url), told, bank);
      server.child.kill("SIGTERM");
    } catch (thrown) {
      // What the server says itself is judged by who planted the fault.
      if (!(thrown instanceof PraxisError)) throw thrown;
      server.child.kill("SIGTERM");
    }
  }
  return server.ended;
}
