/** The public entry: all that a file of processes needs. */
export type { Call, CallOptions, LookUp } from "./act/call.ts";
export { CallError } from "./act/call.ts";
export { type Connection, type ConnectionOptions, connection } from "./act/connection.ts";
export { type Contract, type ContractOptions, contract, type Risk, type Tier } from "./act/contract.ts";
export { type Past, type Policy, type PolicyInput, policy, type Verdict } from "./act/policy/policy.ts";
export { type Secret, secret } from "./act/secret.ts";
export type { Definition } from "./assembly/definitions.ts";
export type { Duration } from "./kernel/duration.ts";
export { PraxisError } from "./kernel/errors.ts";
export type { Json } from "./kernel/json.ts";
export { type Source, type SourceOptions, source } from "./observe/source.ts";
export { type Decided, type Decision, type DecisionOptions, decision, type Rule } from "./plan/decision.ts";
export { type Outcome, whyNot } from "./plan/outcome.ts";
export { type Process, type ProcessOptions, process } from "./plan/process.ts";
export type { Arrival, Child, ChildEnd, Run, Scoped, Undone } from "./plan/run.ts";
