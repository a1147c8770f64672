/**
 * Puts the layers together over any log: what the server, the command line and `praxis/testing` share. Names no dialect, provider or port number.
 */

import type { Transport } from "../act/connectors/http/transport.ts";
import { Limiter } from "../act/connectors/limiter.ts";
import { type MailEraser, type MailTransport, noMail, noMailEraser } from "../act/connectors/mail-transport.ts";
import { Authorise } from "../act/effects/authorise.ts";
import { Batcher } from "../act/effects/batcher.ts";
import { effectHandler } from "../act/effects/effect-handler.ts";
import { EffectWorker } from "../act/effects/effect-worker.ts";
import { effectsProjection } from "../act/effects/effects-table.ts";
import { foreseeEffect, foreseeLocal, foreseeRead } from "../act/effects/foresee-effect.ts";
import { Ledger } from "../act/effects/ledger.ts";
import { localHandler, readHandler } from "../act/effects/read-handler.ts";
import type { Level } from "../act/ports.ts";
import { ContractRegistry } from "../act/registry.ts";
import type { SecretStore } from "../act/secret.ts";
import { Engine } from "../engine/engine.ts";
import { foreseeJoin, foreseeSleep, foreseeStart, foreseeWait } from "../engine/fork/foresee-waits.ts";
import { Forks } from "../engine/fork/fork-run.ts";
import { forksProjection } from "../engine/fork/forks-table.ts";
import { joinHandler, startHandler } from "../engine/handlers/child-handlers.ts";
import { sleepHandler, waitHandler } from "../engine/handlers/wait-handler.ts";
import { announceSetAside } from "../engine/internal-events.ts";
import { joinedProjection } from "../engine/joined-events.ts";
import { cancelRun } from "../engine/operations.ts";
import { ProcessRegistry } from "../engine/process-registry.ts";
import { Replays } from "../engine/replay/replay-run.ts";
import { runsProjection } from "../engine/runs-table.ts";
import type { TurnWatch } from "../engine/turns/turns.ts";
import type { Ports } from "../kernel/ports.ts";
import type { EventLog, Projection } from "../log/event-log.ts";
import { mailThreadsProjection } from "../observe/mail/mail-threads.ts";
import { MailParser } from "../observe/mail/parse/mail-parser.ts";
import { QuarantineBook } from "../observe/quarantine/quarantine-book.ts";
import { quarantineProjection } from "../observe/quarantine/quarantine-table.ts";
import { isSource, SourceRegistry } from "../observe/source-registry.ts";
import { SourceRunner } from "../observe/source-runner.ts";
import { figuresProjection } from "../oversee/figures/figures-table.ts";
import { GateBook } from "../oversee/gates/gate-book.ts";
import { gatesProjection } from "../oversee/gates/gates-table.ts";
import { HeldAnswers } from "../oversee/gates/held-answers.ts";
import { PeopleBook } from "../oversee/people/people-book.ts";
import { peopleProjection } from "../oversee/people/people-table.ts";
import { SessionBook } from "../oversee/people/session-book.ts";
import { reportsProjection } from "../oversee/reports/reports-table.ts";
import { SavedViewBook } from "../oversee/saved-views/saved-view-book.ts";
import { savedViewsProjection } from "../oversee/saved-views/saved-views-table.ts";
import { searchProjection } from "../oversee/search/search-table.ts";
import { SettingBook } from "../oversee/settings/setting-book.ts";
import { settingsProjection } from "../oversee/settings/settings-table.ts";
import { momentsProjection } from "../oversee/story/moments-table.ts";
import { touchesProjection } from "../oversee/story/touches-table.ts";
import { TokenBook } from "../oversee/tokens/token-book.ts";
import { tokensProjection } from "../oversee/tokens/tokens-table.ts";
import { meetingsProjection } from "../oversee/why/meetings-table.ts";
import { DecisionRegistry, decisionHandler } from "../plan/decision.ts";
import { foreseeDecision } from "../plan/foresee-decision.ts";
import { CustomerBook } from "../remember/identity/customer-book.ts";
import { identityProjection } from "../remember/identity/identity-table.ts";
import { builtInActions } from "./built-in-actions.ts";
import type { Definition } from "./definitions.ts";

/** The tables that must agree with the log; pass them to whatever opens it. */
export const projections: readonly Projection[] = [
  runsProjection,
  forksProjection,
  joinedProjection,
  effectsProjection,
  gatesProjection,
  settingsProjection,
  meetingsProjection,
  momentsProjection,
  touchesProjection,
  savedViewsProjection,
  quarantineProjection,
  mailThreadsProjection,
  tokensProjection,
  peopleProjection,
  identityProjection,
  figuresProjection,
  reportsProjection,
  searchProjection,
];

export interface AssembleOptions {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly transport: Transport;
  /** How mails leave; without it they do not. */
  readonly mail?: MailTransport;
  /** Takes back what lies on this machine of mails that were sent, when a person is erased. */
  readonly eraseMail?: MailEraser;
  readonly secrets: SecretStore;
  /** Where mails to the people who sign in go. Default: the addresses that they are registered with. */
  readonly addressOf?: (person: string) => string | null;
  readonly watch?: TurnWatch;
  readonly mostLive?: number;
  readonly mostWaiting?: number;
  readonly longestRun?: number;
  readonly durability?: "before out" | "before next";
  readonly defaultLevel?: Level;
  /** Whether mail folders and mailboxes are read. Default: they are not, as in a simulated world. */
  readonly looksOutside?: boolean;
  /** Where operating trouble is told; default: standard error. */
  readonly report?: (message: string) => void;
  readonly runLog?: (runId: string, message: string) => void;
}

export interface Praxis {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly engine: Engine;
  readonly forks: Forks;
  readonly replays: Replays;
  readonly processes: ProcessRegistry;
  readonly contracts: ContractRegistry;
  readonly decisions: DecisionRegistry;
  readonly ledger: Ledger;
  readonly worker: EffectWorker;
  readonly gates: GateBook;
  readonly heldAnswers: HeldAnswers;
  readonly savedViews: SavedViewBook;
  readonly settings: SettingBook;
  readonly limiter: Limiter;
  readonly sources: SourceRegistry;
  readonly quarantine: QuarantineBook;
  /** What is at work by itself: schedules, mail folders, mailboxes. It begins with `start` and ends with `stop`. */
  readonly runner: SourceRunner;
  readonly parser: MailParser;
  readonly tokens: TokenBook;
  readonly customers: CustomerBook;
  readonly people: PeopleBook;
  readonly sessions: SessionBook;
  readonly secrets: SecretStore;
  readonly eraseMail: MailEraser;
  /** Makes definitions known. @param codeDigest digest of the files that they come from. */
  load(definitions: readonly Definition[], codeDigest?: string): void;
  /** Makes an old version known for the runs that are on it. What it uses is current by name; its own is lent where that is gone. */
  keep(definitions: readonly Definition[], codeDigest: string): void;
  /** Takes up what the process before left. Load definitions first. */
  start(): { runs: number; effects: number };
  stop(): void;
}

export function assemble(options: AssembleOptions): Praxis {
  const { log, ports, transport, secrets } = options;
  const processes = new ProcessRegistry();
  const contracts = new ContractRegistry();
  const decisions = new DecisionRegistry();
  const sources = new SourceRegistry();
  const report = options.report ?? ((message) => console.error(message));
  const customers = new CustomerBook(log, ports);
  const people = new PeopleBook(log);
  const engine = new Engine({ ...options, report, registry: processes, subjects: customers });
  engine.onSetAside = (transaction, runId, setAside) => {
    if (setAside.code === "erased") gates.withdrawErased(transaction, runId);
    announceSetAside(engine, transaction, runId, setAside);
  };
  engine.onErased = (pseudonym) => {
    for (const id of ledger.unknownAbout(pseudonym)) worker.take(id);
  };
  const ledger = new Ledger(log, ports.failpoints, customers);
  const gates = new GateBook(log, ports, engine);
  const settings = new SettingBook(log, contracts, options.defaultLevel);
  const limiter = new Limiter(ports.clock);
  const attempts = {
    clock: ports.clock,
    now: () => ports.clock.now(),
    transport,
    mail: options.mail ?? noMail,
    addressOf: options.addressOf ?? ((name: string) => people.find(name)?.mail ?? null),
    blobs: (id: string) => {
      const blob = log.readBlob(id);
      return blob?.status === "kept" ? blob.bytes : undefined;
    },
    secrets,
  };
  const batcher = new Batcher(attempts, limiter);
  const worker = new EffectWorker({
    log,
    ports,
    engine,
    ledger,
    contracts,
    gates,
    settings,
    limiter,
    attempts,
    batcher,
    report,
  });
  const heldAnswers = new HeldAnswers({ log, clock: ports.clock, engine, gates, worker });
  const authorise = new Authorise({ log, clock: ports.clock, contracts, ledger, gates, settings, worker });
  const cancel = (runId: string, why: string): void =>
    void cancelRun(engine, runId, { principal: "system", why }).catch(() => undefined);
  const waits = waitHandler(log, ports.clock);
  const sleeps = sleepHandler(ports.clock);
  const joins = joinHandler(engine, cancel);
  const forks = new Forks(engine, [
    foreseeEffect({ log, clock: ports.clock, contracts, ledger, settings, authorise }),
    foreseeRead({ contracts }),
    foreseeLocal({ contracts }),
    foreseeDecision({ decisions }),
    foreseeWait(waits),
    foreseeSleep(sleeps),
    foreseeStart(),
    foreseeJoin(joins),
  ]);
  for (const handler of [
    effectHandler({ contracts, ledger, worker, authorise }),
    readHandler({ engine, ports, contracts, batcher, settings }),
    localHandler({ contracts, log, clock: ports.clock, actions: builtInActions({ engine, customers }) }),
    decisionHandler({ decisions, gates, log }),
    waits,
    sleeps,
    startHandler(engine),
    joins,
  ]) {
    engine.handle(handler);
  }
  const quarantine = new QuarantineBook(log, ports, customers);
  const parser = new MailParser();
  const { looksOutside = false } = options;
  const runner = new SourceRunner({ engine, quarantine, parser, secrets, sources, looksOutside, report });
  const learn = (thing: Definition): void => {
    if (thing.kind === "contract") contracts.add(thing);
    else if (thing.kind === "decision") decisions.add(thing);
  };
  const lend = (thing: Definition): void => {
    if (thing.kind === "contract") contracts.lend(thing);
    else if (thing.kind === "decision") decisions.lend(thing);
  };
  return {
    log,
    ports,
    engine,
    forks,
    replays: new Replays(engine),
    processes,
    contracts,
    decisions,
    ledger,
    worker,
    gates,
    heldAnswers,
    savedViews: new SavedViewBook(log),
    settings,
    limiter,
    sources,
    quarantine,
    runner,
    parser,
    tokens: new TokenBook(log, ports),
    customers,
    people,
    sessions: new SessionBook(log, ports),
    secrets,
    eraseMail: options.eraseMail ?? noMailEraser,
    load(definitions, codeDigest) {
      for (const definition of definitions) {
        if (definition.kind === "process") processes.register(definition.version(learn, codeDigest));
        else if (definition.kind === "policy") contracts.addPolicy(definition);
        else if (definition.kind === "currency") contracts.currency = definition.name;
        else if (isSource(definition)) sources.add(definition);
        else learn(definition);
      }
    },
    keep(definitions, codeDigest) {
      for (const definition of definitions) {
        if (definition.kind === "process") processes.keep(definition.version(lend, codeDigest));
        else lend(definition);
      }
    },
    start() {
      const effects = worker.recover();
      gates.expire();
      heldAnswers.start();
      const runs = engine.start();
      runner.start();
      return { runs, effects };
    },
    stop() {
      void runner.stop();
      worker.stop();
      gates.stop();
      heldAnswers.stop();
      engine.stop();
    },
  };
}
