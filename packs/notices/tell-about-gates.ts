/**
 * Tells approvers by mail and Slack that a gate waits for them, and once more before it expires; and whom one is handed to, that it was.
 *
 * Invariants: each recipient is told of each gate once, of each handing on once, and reminded once; where many open within a minute, those beyond the first few share one
 * notice; whom to tell is recorded when a gate opens, so a change of the settings leaves notices that wait as they are.
 */
import {
  contract,
  type Definition,
  type HttpConnection,
  type MailConnection,
  mailContract,
  process,
  type Run,
  slackContract,
} from "praxis";
import { z } from "zod";
import { type GateOpened, type GatePassedOn, gateOpenedSchema, gatePassedOnSchema } from "./gate-opened.ts";
import { identityOf, type Notice, noticeSchema } from "./notice.ts";
import { asHtml, asSlack, asText, messageOf } from "./words.ts";

export interface NoticesOptions {
  readonly mailbox?: MailConnection;
  readonly slack?: HttpConnection;
  /** Addresses that are told of every gate. Whom one is handed to is told at the address that they sign in with. */
  readonly to?: readonly string[];
  /** Where people reach the console; a function where it is known only once the server listens. */
  readonly publicUrl: string | (() => string);
  /** How many notices within a minute come one by one. Default 5. */
  readonly bundleAbove?: number;
  /** How long before a gate expires people are reminded. Default 24. */
  readonly remindHoursBefore?: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const planSchema = z.object({
  mailTo: z.array(z.string()),
  slack: z.boolean(),
  bundleAbove: z.int(),
  remindBeforeMs: z.number(),
});
type Plan = z.infer<typeof planSchema>;
type Tell = (run: Run, plan: Plan, notice: Notice) => Promise<void>;

export function tellAboutGates(options: NoticesOptions): Definition[] {
  const { mailbox, slack, to = [], bundleAbove = 5, remindHoursBefore = 24 } = options;
  const plan = contract("notices.plan", {
    tier: "T0",
    input: z.object({}),
    output: planSchema,
    describe: () => "Whom to tell of it",
    perform: () => ({
      mailTo: mailbox ? [...to] : [],
      slack: slack !== undefined,
      bundleAbove,
      remindBeforeMs: remindHoursBefore * hourMs,
    }),
  });
  const ways = [mailbox ? byMail(mailbox, options) : [], slack ? bySlack(slack, options) : []].flat();
  const tell: Tell = async (run, given, notice) => {
    await Promise.all(ways.map(({ send }) => send(run, given, notice)));
  };
  const opened = process(
    "tell approvers",
    { on: "GateOpened", input: gateOpenedSchema, isHousekeeping: true },
    async (run, gate) => {
      const given = await run.do(plan, {});
      const isBundled = gate.recent > given.bundleAbove;
      await Promise.all([
        isBundled ? tellWithOthers(run, given, gate, tell) : tell(run, given, aboutOne(gate, false)),
        remind(run, given, gate, isBundled, tell),
      ]);
    },
  );
  const passedOn = process(
    "tell whom it is handed to",
    { on: "GatePassedOn", input: gatePassedOnSchema, isHousekeeping: true },
    async (run, passed) => {
      const given = await run.do(plan, {});
      await tell(run, { ...given, mailTo: passed.people.map((name) => `person:${name}`) }, aboutPassing(passed));
    },
  );
  // Where nobody is told of every gate, a run for each of them would have nothing to do.
  const isAnybodyTold = slack !== undefined || to.length > 0;
  return [plan, ...ways.map(({ definition }) => definition), ...(isAnybodyTold ? [opened] : []), passedOn];
}

interface Way {
  readonly definition: Definition;
  readonly send: Tell;
}

function byMail(via: MailConnection, { publicUrl }: NoticesOptions): Way {
  const mail = mailContract("notices.mail", {
    via,
    input: z.object({ to: z.string(), notice: noticeSchema }),
    once: ({ to, notice }) => [...identityOf(notice), to],
    mail: ({ to, notice }) => {
      const message = messageOf(notice, urlOf(publicUrl));
      return { to, subject: message.subject, text: asText(message), html: asHtml(message) };
    },
  });
  return {
    definition: mail,
    send: async (run, { mailTo }, notice) => {
      await Promise.all(mailTo.map((to) => run.do(mail, { to, notice })));
    },
  };
}

function bySlack(via: HttpConnection, { publicUrl }: NoticesOptions): Way {
  const message = slackContract("notices.slack", {
    via,
    input: z.object({ notice: noticeSchema }),
    once: ({ notice }) => identityOf(notice),
    message: ({ notice }) => ({ text: asSlack(messageOf(notice, urlOf(publicUrl))) }),
  });
  return {
    definition: message,
    send: async (run, { slack }, notice) => {
      if (slack) await run.do(message, { notice });
    },
  };
}

function urlOf(publicUrl: NoticesOptions["publicUrl"]): string {
  return typeof publicUrl === "string" ? publicUrl : publicUrl();
}

function aboutOne(gate: GateOpened, isReminder: boolean): Notice {
  const { gate: id, kind, title, reasons, afterYes, afterNo, expiresAt } = gate;
  return { about: "one", gate: id, kind, title, reasons, afterYes, afterNo, expiresAt, isReminder };
}

function aboutPassing({ people: _, ...passed }: GatePassedOn): Notice {
  return { about: "passed on", ...passed };
}

/** All gates of one minute ask for the same notice at its end, so it is sent once. */
async function tellWithOthers(run: Run, plan: Plan, { openedAt }: GateOpened, tell: Tell): Promise<void> {
  const from = Math.floor(openedAt / minuteMs) * minuteMs;
  await run.sleep(from + minuteMs - openedAt);
  await tell(run, plan, { about: "several", from, isReminder: false });
}

async function remind(run: Run, plan: Plan, gate: GateOpened, isBundled: boolean, tell: Tell): Promise<void> {
  const { expiresAt, openedAt } = gate;
  if (expiresAt === null) return;
  const patienceMs = expiresAt - plan.remindBeforeMs - openedAt;
  // What expires as soon as that was just told of.
  if (patienceMs <= 0) return;
  const end = await run.wait("GateClosed", { about: gate.gate, atMost: patienceMs });
  if (end.status === "arrived") return;
  const from = Math.floor(expiresAt / hourMs) * hourMs;
  await tell(run, plan, isBundled ? { about: "several", from, isReminder: true } : aboutOne(gate, true));
}
