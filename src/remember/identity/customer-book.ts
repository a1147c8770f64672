/**
 * Who is who, on record: handles are linked with a reason, merges are suggested, made and undone. This is the engine's port to it.
 *
 * Invariants: what a handle was linked to never changes by a merge, so undoing it restores what was; a link can be taken back too; every change is an
 * event with who and why.
 */
import type { Evidence, Handle, Named, Resolved, Subjects } from "../../engine/subjects/subjects.ts";
import { founderOf, subjectOf } from "../../engine/subjects/subjects.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { Cause } from "../../kernel/event.ts";
import { derivedId } from "../../kernel/ids.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog, Row, Sql, Transaction } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { findCustomers } from "./find-customers.ts";
import { customerKind, describeHandle, handleKey, normalise, searchKey } from "./handles.ts";
import { customerStream, suggestionStream, suggestionSubject } from "./identity-events.ts";
import { calledOf, clusterOf, handlesOf, subjectName } from "./read-customers.ts";
import { type Base, baseById, type Resolution, resolveHandles, resolvePlain } from "./resolve-handles.ts";

export interface Authority {
  readonly principal: string;
  readonly why: string;
  readonly correlation?: string;
}

export interface Reach {
  readonly subjects: readonly string[];
  readonly handles: readonly Handle[];
  /** What they are called: they are not found by it, and it is not theirs alone. */
  readonly names: readonly string[];
}

/** Of one customer. */
const mostHandles = 100_000;

export class CustomerBook implements Subjects {
  readonly #log: EventLog;
  readonly #ports: Ports;

  constructor(log: EventLog, ports: Ports) {
    this.#log = log;
    this.#ports = ports;
  }

  resolve(sql: Sql, account: string, named: Named | null): Resolved {
    if (named === null) return { subject: null, learn: null };
    if (typeof named === "string") return { subject: resolvePlain(this.#log, sql, account, named), learn: null };
    const found = resolveHandles(this.#log, sql, account, named);
    if (!found) return { subject: null, learn: null };
    return { subject: found.base.subject, learn: this.#learner(found) };
  }

  #learner(found: Resolution): Resolved["learn"] {
    if (found.others.length === 0 && toLink(found).length === 0) return null;
    return (transaction, evidence) => {
      this.record(transaction, found, evidence, null);
    };
  }

  /**
   * Records what a resolution shows: links, or suggestions where it names several customers.
   * @param why in the words of who says so; null where they were only named together.
   */
  record(transaction: Transaction, found: Resolution, evidence: Evidence, why: string | null): Handle[] {
    if (found.others.length > 0) {
      for (const other of found.others) this.#suggest(transaction, found, other, evidence);
      return [];
    }
    const links = toLink(found);
    for (const handle of links) {
      const by = found.sightings.find((each) => each.base !== null)?.handle ?? found.sightings[0]?.handle;
      const together = by && by !== handle ? `named together with ${describeHandle(by)}` : "first named";
      this.#link(transaction, found, handle, evidence, why ?? `${together} in ${evidence.where}`);
    }
    return links;
  }

  #link(
    transaction: Transaction,
    { account, base }: Resolution,
    handle: Handle,
    evidence: Evidence,
    why: string,
  ): void {
    const data = {
      account,
      customer: base.id,
      subject: base.subject,
      handle: { kind: handle.kind, value: handle.value },
      key: handleKey(this.#log, account, handle),
      searchKey: searchKey(this.#log, handle),
      why,
      evidence: evidence.position,
    };
    this.#append(transaction, base, "HandleLinked", data, causeOf(evidence));
  }

  /** What a customer is called; recorded once, and again where it has changed. */
  call(transaction: Transaction, base: Base, name: string, evidence: Evidence, why: string): void {
    const row = transaction.sql.get("SELECT * FROM customers WHERE id = ?", base.id);
    if (row === undefined || calledOf(this.#log, row) === name) return;
    this.#append(transaction, base, "CustomerNamed", { name, why, evidence: evidence.position }, causeOf(evidence));
  }

  #append(transaction: Transaction, base: Base, type: string, data: Json, cause: Cause): void {
    const stream = customerStream(base.id);
    transaction.append(stream, transaction.head(stream), [{ type, data }], { ...cause, subject: base.subject });
  }

  /** Once for two customers: what a person dismissed, or undid, is not asked again. */
  #suggest(transaction: Transaction, found: Resolution, other: Base, evidence: Evidence): void {
    const { base, account } = found;
    const stream = suggestionStream(derivedId("suggestion", ...[base.id, other.id].sort()));
    if (transaction.head(stream) > 0) return;
    const handles = found.sightings.map(({ handle, key, base }) => ({
      kind: handle.kind,
      key,
      customer: base?.id ?? null,
    }));
    const data = {
      account,
      one: base.id,
      other: other.id,
      subjects: [base.pseudonym, other.pseudonym],
      handles,
      where: evidence.where,
      evidence: evidence.position,
    };
    transaction.append(stream, 0, [{ type: "MergeSuggested", data }], { ...causeOf(evidence), subject: "tenant" });
  }

  /** @throws unknown_customer, other_account. @returns "already" where they count as one. */
  merge(transaction: Transaction, keepId: string, mergeId: string, authority: Authority): "merged" | "already" {
    const kept = this.#known(keepId);
    const merged = this.#known(mergeId);
    if (kept.root === merged.root) return "already";
    const account = this.#accountOf(keepId);
    if (account !== this.#accountOf(mergeId)) {
      throw new PraxisError("other_account", "these two are customers of different accounts", {
        next: "Nothing was changed. A customer of one shop is not the customer of another.",
      });
    }
    const id = this.#ports.newId();
    const subjects = [kept.pseudonym, merged.pseudonym];
    const data = { id, account, kept: kept.id, merged: merged.id, subjects, why: authority.why };
    this.#append(transaction, kept, "SubjectsMerged", data, causeOf(authority));
    return "merged";
  }

  /** Takes `mergedId` out of the customer that it was merged into. @throws unknown_customer, not_merged */
  undoMerge(transaction: Transaction, keptId: string, mergedId: string, authority: Authority): void {
    const { root } = this.#known(keptId);
    const rows = this.#log.sql.all(
      "SELECT m.* FROM merges m JOIN customers c ON c.id = m.merged WHERE m.merged = ? AND c.root = ? ORDER BY m.position DESC",
      mergedId,
      root,
    );
    const [row] = [...rows.filter((each) => each.kept === keptId), ...rows];
    if (!row) {
      throw new PraxisError("not_merged", `customer ${mergedId} is not merged into ${keptId}`, {
        next: "Nothing was changed. The customer's history lists the merges that hold.",
      });
    }
    const kept = this.#known(text(row, "kept"));
    const data = { id: text(row, "id"), kept: kept.id, merged: mergedId, why: authority.why };
    this.#append(transaction, kept, "MergeUndone", data, causeOf(authority));
  }

  /** Takes a handle from whoever it was linked to: the next event that names it founds another customer. @throws unknown_handle */
  unlink(transaction: Transaction, customerId: string, given: Handle, authority: Authority): void {
    const handle = normalise(given);
    const key = handleKey(this.#log, this.#accountOf(customerId), handle);
    const row = this.#log.sql.get("SELECT * FROM handles WHERE key = ?", key);
    const owner = row ? this.#known(text(row, "customer")) : undefined;
    if (!row || !owner || owner.root !== this.#known(customerId).root) {
      throw new PraxisError("unknown_handle", `${describeHandle(handle)} is not linked to customer ${customerId}`, {
        next: "Nothing was changed. A customer's own id is who they are, and cannot be taken from them.",
      });
    }
    this.#append(
      transaction,
      owner,
      "HandleUnlinked",
      { key, number: Number(row.number), why: authority.why },
      causeOf(authority),
    );
  }

  /** @throws unknown_suggestion */
  dismiss(transaction: Transaction, id: string, authority: Authority): void {
    const row = this.#log.sql.get("SELECT status FROM merge_suggestions WHERE id = ? AND status = 'open'", id);
    if (!row) {
      throw new PraxisError("unknown_suggestion", `no open suggestion ${id}`, { next: "Nothing was changed." });
    }
    const stream = suggestionStream(id);
    transaction.append(
      stream,
      transaction.head(stream),
      [{ type: "SuggestionDismissed", data: { why: authority.why } }],
      { ...causeOf(authority), subject: suggestionSubject(id) },
    );
  }

  /** What another subject is called in contracts and policies: every id and address of whoever `about` names in this account. */
  namesOf(account: string, about: string): readonly string[] {
    const base = resolveHandles(this.#log, this.#log.sql, account, about);
    if (!base || base.isNew) return [about];
    const cluster = clusterOf(this.#log, base.base.id);
    if (cluster.length === 1 && !this.#log.sql.get("SELECT 1 FROM handles WHERE customer = ? LIMIT 1", base.base.id))
      return [about];
    const handles = handlesOf(this.#log, cluster).filter(({ kind }) => kind === customerKind || kind === "mail");
    return [...new Set([about, ...handles.map(({ value }) => value)])];
  }

  /**
   * All that an erasure has to reach: every subject and every handle of whoever is called so, by the subject itself, a customer's id or a handle of theirs.
   * @param name a mail address or a phone number reaches also who was never linked to anything, by what was sealed under it
   */
  reach(name: string): Reach {
    const { kind, value } = founderOf(name);
    const roots = new Set([...findCustomers(this.#log, name), ...findCustomers(this.#log, value)]);
    const asTyped = name === value ? ["mail", "phone"].map((each) => normalise({ kind: each, value })) : [];
    const own = [
      kind === customerKind ? subjectOf({ kind, value }, "") : name,
      ...asTyped.map((each) => subjectOf(each, "")),
    ];
    const all = [...roots].flatMap((root) => clusterOf(this.#log, root));
    const subjects = [...own, ...all.flatMap((row) => subjectName(this.#log, row) ?? []), ...this.#suggestionsOf(all)];
    return {
      subjects: [...new Set(subjects)],
      handles: [{ kind, value }, ...asTyped, ...handlesOf(this.#log, all, mostHandles)],
      names: all.flatMap((row) => calledOf(this.#log, row) ?? []),
    };
  }

  /** What people said of two customers who might be one is about either of them. */
  #suggestionsOf(customers: readonly Row[]): string[] {
    return customers.flatMap((row) =>
      this.#log.sql
        .all("SELECT id FROM merge_suggestions WHERE ? IN (one_subject, other_subject)", text(row, "subject"))
        .map((each) => suggestionSubject(text(each, "id"))),
    );
  }

  #known(id: string): Base {
    const base = baseById(this.#log, id);
    if (base) return base;
    throw new PraxisError("unknown_customer", `there is no customer ${id}`, {
      next: "The list of customers shows who there is; nothing was changed.",
    });
  }

  #accountOf(id: string): string {
    return text(this.#log.sql.get("SELECT account FROM customers WHERE id = ?", id) ?? { account: "" }, "account");
  }
}

/** A subject that is a customer's id needs no link to itself. */
function toLink({ sightings, base, isNew }: Resolution): Handle[] {
  const founder = isNew ? founderOf(base.subject) : null;
  return sightings.flatMap(({ handle, base }) => {
    const isItself = founder?.kind === customerKind && handle.kind === customerKind && handle.value === founder.value;
    return base === null && !isItself ? [handle] : [];
  });
}

function causeOf(of: { readonly principal: string; readonly correlation?: string; readonly position?: number }): Cause {
  return {
    principal: of.principal,
    ...(of.position === undefined ? {} : { causation: of.position }),
    ...(of.correlation === undefined ? {} : { correlation: of.correlation }),
  };
}
