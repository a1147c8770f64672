/** Saving lists for oneself. Each change is an event of the person's own stream; nobody sees another's. */
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer } from "../../log/rows.ts";
import { type savedPages, savedViewsStream, viewSavedSchema } from "./saved-views-table.ts";

export interface SavedList {
  readonly name: string;
  readonly page: (typeof savedPages)[number];
  readonly query: string;
  readonly changedAt: number;
}

const mostViews = 100;

export class SavedViewBook {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** By name. */
  of(person: string): SavedList[] {
    const stream = savedViewsStream(person);
    const rows = this.#log.sql.all("SELECT number FROM saved_views WHERE stream = ?", stream);
    const views = rows.flatMap((row): SavedList[] => {
      const event = this.#log.readEvent(stream, integer(row, "number"));
      if (!event || event.erased) return [];
      const { name, page, query } = viewSavedSchema.parse(event.data);
      return [{ name, page, query, changedAt: event.at }];
    });
    return views.toSorted((one, other) => one.name.localeCompare(other.name, "en"));
  }

  /** The same name replaces what it stood for. @throws too_many_views */
  async save(person: string, view: Omit<SavedList, "changedAt">): Promise<void> {
    const { name, page, query } = view;
    const known = this.of(person);
    const before = known.find((each) => each.name === name);
    if (before && before.page === page && before.query === query) return this.#log.whenDurable();
    if (!before && known.length >= mostViews)
      throw new PraxisError("too_many_views", `${mostViews} saved views are the most`, {
        next: "Remove one that is not used any more; nothing was saved.",
      });
    await this.#record(person, "ViewSaved", { key: this.#keyOf(name), name, page, query });
  }

  /** @throws unknown_view */
  async remove(person: string, name: string): Promise<void> {
    if (!this.of(person).some((each) => each.name === name))
      throw new PraxisError("unknown_view", `you have saved no view "${name}"`, {
        next: "GET /api/saved-views lists them.",
      });
    await this.#record(person, "ViewRemoved", { key: this.#keyOf(name) });
  }

  #keyOf(name: string): string {
    return this.#log.pseudonym(JSON.stringify(["saved view", name]));
  }

  #record(person: string, type: string, data: Readonly<Record<string, string>>): Promise<void> {
    const stream = savedViewsStream(person);
    return this.#log.write((transaction) =>
      transaction.append(stream, transaction.head(stream), [{ type, data }], {
        principal: `person:${person}`,
        subject: "tenant",
      }),
    ).durable;
  }
}
