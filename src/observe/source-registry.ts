/** The sources that are loaded: whose webhooks are let in. */
import { PraxisError } from "../kernel/errors.ts";
import type { Source } from "./source.ts";

/** Events that come over the HTTP API count as from this source, so no other may have its name. */
export const apiSource = "api";

const nameShape = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

export class SourceRegistry {
  readonly #sources = new Map<string, Source>();

  /** @throws bad_source */
  add(source: Source): void {
    if (!nameShape.test(source.name) || source.name === apiSource) {
      throw new PraxisError("bad_source", `"${source.name}" cannot be the name of a source`, {
        next: `Use up to 64 letters, digits, ".", "_" and "-"; it becomes part of an address. "${apiSource}" is taken.`,
      });
    }
    this.#sources.set(source.name, source);
  }

  find(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  all(): Source[] {
    return [...this.#sources.values()];
  }
}
