/** The events that Praxis itself records, with the fields that their schemas name. `findTypes` says whether the list is whole. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import * as effects from "../../../src/act/effects/effect-events.ts";
import { internalTypes } from "../../../src/engine/internal-events.ts";
import * as runs from "../../../src/engine/run-events.ts";
import { erasureSchema } from "../../../src/engine/subjects/erasures.ts";
import * as quarantine from "../../../src/observe/quarantine/quarantine-table.ts";
import * as gates from "../../../src/oversee/gates/gates-table.ts";
import * as people from "../../../src/oversee/people/people-events.ts";
import * as reports from "../../../src/oversee/reports/reports-table.ts";
import * as views from "../../../src/oversee/saved-views/saved-views-table.ts";
import * as settings from "../../../src/oversee/settings/settings-table.ts";
import * as tokens from "../../../src/oversee/tokens/tokens-table.ts";
import * as starts from "../../../src/oversee/why/start-request.ts";
import * as identity from "../../../src/remember/identity/identity-events.ts";
import { fieldNames, jsonSchemaShape } from "./describe-schema.ts";
import { code, type Page, table } from "./markdown.ts";

type Row = readonly [type: string, meaning: string, schema?: z.ZodType];
const why = z.object({ why: z.string() });

const streams: readonly { readonly title: string; readonly stream: string; readonly rows: readonly Row[] }[] = [
  {
    title: "What came in",
    stream: "`source/<name>`, `quarantine/<source>`, `mail-thread/<thread>`, `schedule/<name>`",
    rows: [
      ["EventReceived", "something happened, as a source told it; its own type is in `type`"],
      ["EventPassedOn", "a run came to rest without what had joined it; the event starts processes after all"],
      ["WebhookQuarantined", "a delivery was not let in", quarantine.quarantinedSchema],
      ["ArrivalQuarantined", "a mail, a row or a form was not let in", quarantine.quarantinedSchema],
      ["QuarantineReleased", "a person let it in after all"],
      ["QuarantineDismissed", "a person set it aside for good", quarantine.settledSchema],
      ["MailThreaded", "which conversation a mail belongs to"],
      ["MailboxRead", "how far a mailbox was read"],
      ["ScheduleStarted", "a schedule is kept from here on"],
      ["ClockLeapt", "the clock went ahead by more than a day at once, and kept going from there"],
      ["ClockSetBack", "it is back in the time that it leapt over: what a schedule brought since was too early"],
    ],
  },
  {
    title: "Runs",
    stream: "`run/<id>`; what people asked for in `start/<run>`",
    rows: [
      ["StartRequested", "a person asked for a run", starts.startRequestedSchema],
      ["RunStarted", "a run began, on this version of the code", runs.runStartedSchema],
      [
        "OutcomesDelivered",
        "the same of steps that act inside Praxis only, as many as it made in a row",
        runs.outcomesSchema,
      ],
      ["OutcomeDelivered", "a step has its outcome; replay gives the same again", runs.outcomeSchema],
      ["RunWaiting", "it waits for what is named here", runs.runWaitingSchema],
      [
        "RunMoved",
        "it went on on newer code, which its history matches",
        z.object({ from: z.string(), to: z.string() }),
      ],
      ["RunSetAside", "it cannot go on by itself: why, and what to do", runs.setAsideSchema],
      ["RunResumed", "somebody took it up again", why],
      ["CancelRequested", "somebody cancelled it", why],
      ["CancelDelivered", "the run was told"],
      ["RunCancelled", "it is over; `left` could not be undone", z.object({ why: z.string(), left: z.json() })],
      ["RunFinished", "it is done, with this value", runs.runFinishedSchema],
    ],
  },
  {
    title: "Effects",
    stream: "`effect/<id>`",
    rows: [
      [
        "EffectIntended",
        "it is going to be done: the wish, the intent, and on whose authority",
        effects.intendedSchema,
      ],
      ["EffectEntered", "what the ledger keeps for ever of it, without what is personal", effects.enteredSchema],
      ["EffectAttempting", "it may be sent, until this deadline", effects.attemptingSchema],
      ["EffectRetrying", "it was not done, and is tried again", effects.retryingSchema],
      ["EffectUnknown", "nobody can tell yet", effects.unknownSchema],
      ["EffectSucceeded", "it was done", effects.succeededSchema],
      ["EffectRefused", "the other side said no", effects.refusedSchema],
      ["EffectFailed", "it could not be done; nothing was done", effects.failedSchema],
      ["EffectCompensating", "another effect is undoing it", effects.compensationSchema],
      ["EffectCompensated", "it was undone", effects.compensationSchema],
      ["EffectStands", "it could not be undone", effects.compensationSchema],
    ],
  },
  {
    title: "Gates",
    stream: "`gate/<id>`",
    rows: [
      ["GateOpened", "a person is asked", gates.gateOpenedSchema],
      ["GatePassedOn", "it was handed to somebody else", gates.gatePassedOnSchema],
      ["AnswersRequested", "somebody answered many at once"],
      ["GateAnswered", "the answer", gates.gateAnsweredSchema],
      ["GateTakenBack", "the answer was taken back while it was held"],
      ["GateTookEffect", "the held answer counts"],
      ["GateUsed", "what was approved was done under it"],
      ["GateExpired", "nobody answered in time; nothing is done"],
      ["GateWithdrawn", "nobody needs the answer any more"],
    ],
  },
  {
    title: "Customers",
    stream: "`customer/<id>`, `suggestion/<id>`, `subject/<pseudonym>`, `erasures`",
    rows: [
      ["HandleLinked", "a handle belongs to a customer, and why", identity.handleLinkedSchema],
      ["CustomerNamed", "what a customer is called, and who said so", identity.customerNamedSchema],
      ["HandleUnlinked", "it does not", identity.handleUnlinkedSchema],
      ["MergeSuggested", "two customers may be one", identity.mergeSuggestedSchema],
      ["SuggestionDismissed", "they are not", identity.suggestionDismissedSchema],
      ["SubjectsMerged", "they are one", identity.subjectsMergedSchema],
      ["MergeUndone", "they are two again", identity.mergeUndoneSchema],
      ["SubjectErased", "the key is gone, and with it what it sealed", identity.subjectErasedSchema],
      ["ErasureRecorded", "a person, or one thing in quarantine, was erased: who said so, and why", erasureSchema],
    ],
  },
  {
    title: "People, settings, reports",
    stream: "`people`, `tokens`, `settings`, `report/<id>`, `saved-views/<person>`",
    rows: [
      ["PersonAdded", "somebody may sign in", people.personAddedSchema],
      ["PersonRoleChanged", "as something else", people.roleChangedSchema],
      ["PersonMailSet", "where they can be written to", people.mailSetSchema],
      ["PersonRemoved", "they may not any more", people.personRemovedSchema],
      ["LoginOffered", "a login link was made", people.loginOfferedSchema],
      ["SignedIn", "it was used", people.signedInSchema],
      ["PersonSeen", "they were here", people.personSeenSchema],
      ["SignedOut", "they left", people.signedOutSchema],
      ["TokenIssued", "a token was made", tokens.tokenIssuedSchema],
      ["TokenRevoked", "it is refused from here on", tokens.tokenRevokedSchema],
      ["SettingChanged", "a level, a policy's parameters, a switch: before, after, why", settings.settingChangedSchema],
      ["ViewSaved", "somebody saved a list's filters", views.viewSavedSchema],
      ["ViewRemoved", "they removed them", views.viewRemovedSchema],
      ["ReportPublished", "a process published a report", reports.reportPublishedSchema],
    ],
  },
];

/** Told to processes, as events that came in; `GateClosed` is none of a stream's own. */
const told = [...internalTypes];
/** What is recorded in streams. */
export const recordedTypes: readonly string[] = streams.flatMap(({ rows }) => rows.map(([type]) => type));
export const listedTypes: readonly string[] = [...recordedTypes, ...told];

const inCode = /(?:\btype: |\bcase )"((?:[A-Z][a-z]+){2,})"/g;

/** Types that the sources record, or read. */
export function findTypes(root: string): string[] {
  const folders = "src/{engine,act,plan,oversee,observe,remember,server}/**/*.ts";
  const files = globSync(folders, { cwd: root, exclude: ["**/testing/**", "**/*.test.ts"] });
  const found = files.flatMap((file) => [...readFileSync(join(root, file), "utf8").matchAll(inCode)]);
  return [...new Set(found.flatMap(([, type]) => type ?? []))].sort();
}

export function eventsPage(): Page {
  const parts = streams.map(({ title, stream, rows }) => {
    const cells = rows.map(([type, meaning, schema]) => [code(type), meaning, fieldsOf(schema)]);
    return `## ${title}\n\nIn the streams ${stream}.\n\n${table(["event", "says", "data"], cells)}`;
  });
  return {
    file: "events.md",
    title: "Events",
    about: "what Praxis itself records",
    body: `${introduction}\n\n${parts.join("\n\n")}`,
  };
}

const introduction = `What happens in your business has types of your own, such as \`MailReceived\`; it is recorded as \`EventReceived\`. These are the types that Praxis adds.
Each event has, beside its data, its position and number, the time, tenant, subject, principal (who did it), causation and correlation. What is personal is sealed.

Processes can start with, or wait for, ${told.map(code).join(", ")}: \`process("tell somebody", { on: "GateOpened", ... })\`, or \`run.wait("GateAnswered", { about: gate })\`.`;

function fieldsOf(schema: z.ZodType | undefined): string {
  if (schema === undefined) return "";
  return code(fieldNames(jsonSchemaShape.parse(z.toJSONSchema(schema, { unrepresentable: "any" }))).join(", "));
}
