/**
 * A folder of files that outlives the machine. A name that was given or taken away is as little on disk as other changes are, until the folder is synced.
 */
import type { Random } from "../../../src/kernel/random.ts";
import { SimulatedFile, type Tear } from "./simulated-file.ts";

export class SimulatedDisk {
  #files: Map<string, SimulatedFile>;
  /** As the folder is on disk. */
  #named: Map<string, SimulatedFile>;

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#files = new Map([...files].map(([name, bytes]) => [name, new SimulatedFile(bytes)]));
    this.#named = new Map(this.#files);
  }

  find(name: string): SimulatedFile | undefined {
    return this.#files.get(name);
  }

  create(name: string): SimulatedFile {
    const file = new SimulatedFile();
    this.#files.set(name, file);
    return file;
  }

  remove(name: string): void {
    this.#files.delete(name);
  }

  syncNames(): void {
    this.#named = new Map(this.#files);
  }

  powerCut(tear: Tear, random: Random): void {
    const survives = (): boolean => tear === "keeps" || (tear !== "loses" && random.next() < 0.5);
    const named = new Map(this.#named);
    for (const [name, file] of this.#files) if (named.get(name) !== file && survives()) named.set(name, file);
    for (const name of this.#named.keys()) if (!this.#files.has(name) && survives()) named.delete(name);
    for (const file of named.values()) file.powerCut(tear, random);
    this.#files = named;
    this.#named = new Map(named);
  }

  /** What programs read, for a look at it apart. */
  copy(): Map<string, Uint8Array> {
    return new Map([...this.#files].map(([name, file]) => [name, file.bytes().slice()]));
  }
}
