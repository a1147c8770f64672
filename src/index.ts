/** The public entry: all that a file of processes needs. */
export type { Call, CallOptions, LookUp } from "./act/call.ts";
export { CallError } from "./act/call.ts";
export {
  type Connection,
  type ConnectionOptions,
  connection,
  type HttpConnection,
  type MailConnection,
  type PaceOptions,
} from "./act/connection.ts";
export {
  escapeSlack,
  type SlackContractOptions,
  type SlackMessage,
  slackContract,
  slackWebhook,
} from "./act/connectors/slack/slack-webhook.ts";
export { type Contract, type ContractOptions, contract, type Money, type Risk, type Tier } from "./act/contract.ts";
export { currency, type HouseCurrency } from "./act/house-currency.ts";
export { type Attachment, type Letter, mailSchema as letterSchema, type Sent } from "./act/mail/mail.ts";
export { type MailContractOptions, mailContract, mailTier, type SentMail } from "./act/mail/mail-contract.ts";
export { type MailboxOptions, mailbox } from "./act/mail/mailbox.ts";
export { type Past, type Policy, type PolicyInput, policy, type Verdict } from "./act/policy/policy.ts";
export { type Secret, secret } from "./act/secret.ts";
export type { Definition } from "./assembly/definitions.ts";
export type { Handle, Named } from "./engine/subjects/subjects.ts";
export type { Duration } from "./kernel/duration.ts";
export { PraxisError } from "./kernel/errors.ts";
export type { Json } from "./kernel/json.ts";
export { formatMoney, type MoneyLanguage } from "./kernel/money.ts";
export { type Form, type FormOptions, form } from "./observe/forms/form.ts";
export { type MailFolder, type MailFolderOptions, mailFolder } from "./observe/mail/folder/mail-folder.ts";
export { type ImapMailbox, type ImapMailboxOptions, imapMailbox } from "./observe/mail/imap/imap-mailbox.ts";
export { type Mail, type MailAddress, mailSchema } from "./observe/mail/mail.ts";
export { type Schedule, type ScheduleOptions, schedule } from "./observe/schedules/schedule.ts";
export { type Source, type SourceOptions, source } from "./observe/source.ts";
export { linkCustomer } from "./oversee/built-in/link-customer.ts";
export { publishReport } from "./oversee/built-in/publish-report.ts";
export { readFigures } from "./oversee/built-in/read-figures.ts";
export type { Figures } from "./oversee/figures/figures-shape.ts";
export { type Referred, reference, withBareIds } from "./oversee/reports/references.ts";
export { type Decided, type Decision, type DecisionOptions, decision, type Rule } from "./plan/decision.ts";
export { type Outcome, whyNot } from "./plan/outcome.ts";
export { type Process, type ProcessOptions, process } from "./plan/process.ts";
export type { Arrival, Child, ChildEnd, Run, Scoped, Undone } from "./plan/run.ts";
