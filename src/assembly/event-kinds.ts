/**
 * The kinds of events that this version of Praxis records and reads, with the newest schema version of each. A log in which there are others was written by a newer one,
 * and is refused (log/sqlite/event-kinds.ts).
 *
 * A new type is listed here, and one whose `data` changes gets the next number and an upcaster from the one before (kernel/event.ts). What is not listed is not recorded.
 */
const types = [
  "EventReceived",
  "EventPassedOn",
  "WebhookQuarantined",
  "ArrivalQuarantined",
  "QuarantineReleased",
  "QuarantineDismissed",
  "MailThreaded",
  "MailboxRead",
  "ScheduleStarted",
  "ClockLeapt",
  "ClockSetBack",
  "StartRequested",
  "RunStarted",
  "OutcomeDelivered",
  "OutcomesDelivered",
  "RunWaiting",
  "RunMoved",
  "RunSetAside",
  "RunResumed",
  "CancelRequested",
  "CancelDelivered",
  "RunCancelled",
  "RunFinished",
  "EffectIntended",
  "EffectEntered",
  "EffectAttempting",
  "EffectRetrying",
  "EffectUnknown",
  "EffectSucceeded",
  "EffectRefused",
  "EffectFailed",
  "EffectCompensating",
  "EffectCompensated",
  "EffectStands",
  "GateOpened",
  "GatePassedOn",
  "AnswersRequested",
  "GateAnswered",
  "GateTakenBack",
  "GateTookEffect",
  "GateUsed",
  "GateExpired",
  "GateWithdrawn",
  "HandleLinked",
  "HandleUnlinked",
  "MergeSuggested",
  "SuggestionDismissed",
  "CustomerNamed",
  "SubjectsMerged",
  "MergeUndone",
  "SubjectErased",
  "ErasureRecorded",
  "PersonAdded",
  "PersonRoleChanged",
  "PersonMailSet",
  "PersonRemoved",
  "LoginOffered",
  "SignedIn",
  "PersonSeen",
  "SignedOut",
  "TokenIssued",
  "TokenRevoked",
  "SettingChanged",
  "ViewSaved",
  "ViewRemoved",
  "ReportPublished",
] as const;

/** Where it is not 1. */
const newestSchema: Readonly<Record<string, number>> = {};

const known: ReadonlySet<string> = new Set(types);

export const eventTypes: readonly string[] = types;

export function knowsKind(type: string, schema: number): boolean {
  return known.has(type) && schema >= 1 && schema <= (newestSchema[type] ?? 1);
}
