/**
 * Saving lists for oneself. Each change is an event of the person's own stream; nobody sees another's. Each view is sealed with a key of its own: its name or
 * its search may be a customer's, and goes when they are erased (K10).
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { type savedPages, savedViewSubject, savedViewsStream, viewSavedSchema } from "./saved-views-table.ts";

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

  /** All that can be read still, of everybody: under which subject each is sealed, and what it says. */
  kept(): { readonly subject: string; readonly texts: () => string[] }[] {
    return this.#log.sql.all("SELECT stream, key, number FROM saved_views").map((row) => {
      const [stream, key, number] = [text(row, "stream"), text(row, "key"), integer(row, "number")];
      return { subject: savedViewSubject(stream, key), texts: () => this.#textsOf(stream, number) };
    });
  }

  #textsOf(stream: string, number: number): string[] {
    const view = viewSavedSchema.safeParse(this.#log.readEvent(stream, number)?.data).data;
    return view ? [view.name, view.query, ...new URLSearchParams(view.query).values()] : [];
  }

  #keyOf(name: string): string {
    return this.#log.pseudonym(JSON.stringify(["saved view", name]));
  }

  #record(
    person: string,
    type: string,
    data: { readonly key: string; readonly name?: string; readonly page?: string; readonly query?: string },
  ): Promise<void> {
    const stream = savedViewsStream(person);
    return this.#log.write((transaction) =>
      transaction.append(stream, transaction.head(stream), [{ type, data, outline: { key: data.key } }], {
        principal: `person:${person}`,
        subject: savedViewSubject(stream, data.key),
      }),
    ).durable;
  }
}
