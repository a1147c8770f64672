/**
 * The mails of an erased person that lie in an outbox, which is a folder of ours: their files go too. What was sent over SMTP is with the receiver.
 *
 * Invariant: found by the ledger's rows, which stay. So it can be done again where it was cut short.
 */
import type { EventLog } from "../../log/event-log.ts";
import type { MailEraser } from "../connectors/mail-transport.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Ledger } from "./ledger.ts";

export interface SentMailDeps {
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly contracts: ContractRegistry;
  readonly eraseMail: MailEraser;
}

/** @param pseudonyms of the person's subjects */
export async function eraseSentMails(deps: SentMailDeps, pseudonyms: readonly string[]): Promise<void> {
  const { log, ledger, contracts, eraseMail } = deps;
  for (const pseudonym of pseudonyms) {
    const rows = log.sql.all("SELECT DISTINCT id FROM runs WHERE subject = ?", pseudonym);
    for (const effect of rows.flatMap((row) => ledger.ofRun(String(row.id)))) {
      const via = contracts.find(effect.contract)?.via;
      if (via && via.kind !== "http") await eraseMail(via, effect.account, ledger.idempotencyKey(effect));
    }
  }
}
