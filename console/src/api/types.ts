/** The shapes that the server and the console share: types of the server's own views, so that neither can drift. Types alone, no code. */
export type {
  AnswerResultView as AnswerResult,
  AnswersBody,
  TakeBackResultView as TakeBackResult,
} from "../../../src/server/views/answers-view.ts";
export type { LiveChange, LiveHello } from "../../../src/server/views/change-view.ts";
export type {
  CustomerDetailView as CustomerDetail,
  CustomerView as Customer,
  SuggestionView as MergeSuggestion,
} from "../../../src/server/views/customer-view.ts";
export type {
  EffectDetailView as EffectDetail,
  EffectView as Effect,
  EffectWhyView as EffectWhy,
  ListedEffectView as ListedEffect,
} from "../../../src/server/views/effect-view.ts";
export type { EventView as RawEvent } from "../../../src/server/views/event-view.ts";
export type { GateView as Gate } from "../../../src/server/views/gate-view.ts";
export type { KpiSeriesView as KpiSeries, KpisView as Kpis } from "../../../src/server/views/kpi-view.ts";
export type {
  ForkRequest,
  RehearsalView as Rehearsal,
  RehearsedStepView as RehearsedStep,
} from "../../../src/server/views/rehearsal-view.ts";
export type { ReportDetailView as ReportDetail, ReportView as Report } from "../../../src/server/views/report-view.ts";
export type { CountsView as Counts, RunView as Run } from "../../../src/server/views/run-view.ts";
export type { SavedView } from "../../../src/server/views/saved-view.ts";
export type {
  LoginLinkView as LoginLink,
  PersonView as Person,
  SessionView as Session,
  TokenView as Token,
} from "../../../src/server/views/session-view.ts";
export type {
  ChangeView as SettingChange,
  ContractView as Contract,
  LoadedView as Loaded,
  PolicyView as Policy,
} from "../../../src/server/views/setting-view.ts";
export type {
  CsvResultView as CsvResult,
  QuarantinedDetailView as QuarantinedDetail,
  QuarantinedView as Quarantined,
  ReleasedView as Released,
  SourceView as Source,
  SubmittedView as Submitted,
} from "../../../src/server/views/source-view.ts";
export type {
  BarView as Bar,
  MomentView as Moment,
  StepView as Step,
  StoryEffectView as StoryEffect,
  StoryView as Story,
} from "../../../src/server/views/story-view.ts";

/** What any reply may hold where the server promises nothing more. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface Health {
  status: "ok" | "stopped" | "reconciling";
  version: string;
  log: { position: number; durable: number };
  reconcilingSince: number | null;
  stopped: string[];
  restingConnections: string[];
}

export interface Settings {
  settings: { key: string; value: unknown; changedAt: number; changedBy: string }[];
  stopped: string[];
  reconcilingSince: number | null;
  defaultLevel: string;
}

export interface ErrorReply {
  error: { code: string; message: string; next: string };
}
