/**
 * Puts the layers together over any log: what the server, the command line and `praxis/testing` share. Names no dialect, provider or port number.
 */

import type { Transport } from "../act/connectors/http/transport.ts";
import { Limiter } from "../act/connectors/limiter.ts";
import { Authorise } from "../act/effects/authorise.ts";
import { Batcher } from "../act/effects/batcher.ts";
import { effectHandler } from "../act/effects/effect-handler.ts";
import { EffectWorker } from "../act/effects/effect-worker.ts";
import { effectsProjection } from "../act/effects/effects-table.ts";
import { Ledger } from "../act/effects/ledger.ts";
import { localHandler, readHandler } from "../act/effects/read-handler.ts";
import type { Level } from "../act/ports.ts";
import { ContractRegistry } from "../act/registry.ts";
import type { SecretStore } from "../act/secret.ts";
import { Engine } from "../engine/engine.ts";
import { joinHandler, startHandler } from "../engine/handlers/child-handlers.ts";
import { sleepHandler, waitHandler } from "../engine/handlers/wait-handler.ts";
import { cancelRun } from "../engine/operations.ts";
import { ProcessRegistry } from "../engine/process-registry.ts";
import { runsProjection } from "../engine/runs-table.ts";
import type { TurnWatch } from "../engine/turns.ts";
import type { Ports } from "../kernel/ports.ts";
import type { EventLog, Projection } from "../log/event-log.ts";
import { QuarantineBook } from "../observe/quarantine/quarantine-book.ts";
import { quarantineProjection } from "../observe/quarantine/quarantine-table.ts";
import { SourceRegistry } from "../observe/source-registry.ts";
import { GateBook } from "../oversee/gates/gate-book.ts";
import { gatesProjection } from "../oversee/gates/gates-table.ts";
import { SettingBook } from "../oversee/settings/setting-book.ts";
import { settingsProjection } from "../oversee/settings/settings-table.ts";
import { TokenBook } from "../oversee/tokens/token-book.ts";
import { tokensProjection } from "../oversee/tokens/tokens-table.ts";
import { meetingsProjection } from "../oversee/why/meetings-table.ts";
import { DecisionRegistry, decisionHandler } from "../plan/decision.ts";
import type { Definition } from "./definitions.ts";

/** The tables that must agree with the log; pass them to whatever opens it. */
export const projections: readonly Projection[] = [
  runsProjection,
  effectsProjection,
  gatesProjection,
  settingsProjection,
  meetingsProjection,
  quarantineProjection,
  tokensProjection,
];

export interface AssembleOptions {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly transport: Transport;
  readonly secrets: SecretStore;
  readonly watch?: TurnWatch;
  readonly mostLive?: number;
  readonly longestRun?: number;
  readonly defaultLevel?: Level;
  /** Where operating trouble is told; default: standard error. */
  readonly report?: (message: string) => void;
  readonly runLog?: (runId: string, message: string) => void;
}

export interface Praxis {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly engine: Engine;
  readonly processes: ProcessRegistry;
  readonly contracts: ContractRegistry;
  readonly decisions: DecisionRegistry;
  readonly ledger: Ledger;
  readonly worker: EffectWorker;
  readonly gates: GateBook;
  readonly settings: SettingBook;
  readonly limiter: Limiter;
  readonly sources: SourceRegistry;
  readonly quarantine: QuarantineBook;
  readonly tokens: TokenBook;
  readonly secrets: SecretStore;
  /** Makes definitions known. @param codeDigest digest of the files that they come from. */
  load(definitions: readonly Definition[], codeDigest?: string): void;
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
  const engine = new Engine({ ...options, report, registry: processes });
  const ledger = new Ledger(log, ports.failpoints);
  const gates = new GateBook(log, ports, engine);
  const settings = new SettingBook(log, contracts, options.defaultLevel);
  const limiter = new Limiter(ports.clock);
  const attempts = { clock: ports.clock, transport, secrets };
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
  const authorise = new Authorise({ log, clock: ports.clock, contracts, ledger, gates, settings, worker });
  const cancel = (runId: string, why: string): void =>
    void cancelRun(engine, runId, { principal: "system", why }).catch(() => undefined);
  for (const handler of [
    effectHandler({ contracts, ledger, worker, authorise }),
    readHandler({ engine, ports, contracts, batcher, settings }),
    localHandler({ contracts }),
    decisionHandler({ decisions, gates, log }),
    waitHandler(log, ports.clock),
    sleepHandler(ports.clock),
    startHandler(engine),
    joinHandler(engine, cancel),
  ]) {
    engine.handle(handler);
  }
  const learn = (thing: Definition): void => {
    if (thing.kind === "contract") contracts.add(thing);
    else if (thing.kind === "decision") decisions.add(thing);
  };
  return {
    log,
    ports,
    engine,
    processes,
    contracts,
    decisions,
    ledger,
    worker,
    gates,
    settings,
    limiter,
    sources,
    quarantine: new QuarantineBook(log, ports),
    tokens: new TokenBook(log, ports),
    secrets,
    load(definitions, codeDigest) {
      for (const definition of definitions) {
        if (definition.kind === "process") processes.register(definition.version(learn, codeDigest));
        else if (definition.kind === "policy") contracts.addPolicy(definition);
        else if (definition.kind === "source") sources.add(definition);
        else learn(definition);
      }
    },
    start() {
      const effects = worker.recover();
      gates.expire();
      return { runs: engine.start(), effects };
    },
    stop() {
      worker.stop();
      gates.stop();
      engine.stop();
    },
  };
}
