/**
 * `praxis/testing`: what you test your processes with. A simulated world with its clock, fakes for all connections, people who answer,
 * fault switches, and power cuts after every event. Works with any test runner.
 *
 *     const shop = world(returns, refundLimits).withConnection(payments, fakeProvider({ "POST /refunds": takeRefund }));
 *     await shop.given((play) => play.event(returns, request));
 *     shop.expect.run(returns).isWaitingFor(/GoodsArrived/);
 *     await shop.when((play) => play.advance("29 days").event("GoodsArrived", {}, { about: "r-1" }));
 *     shop.expect.run(returns).isDone().effects([openReturn, "succeeded"], [refund, "succeeded"]);
 *     await shop.crashingAfterEveryEvent((play) => play.event(returns, another));
 *
 * example.test.ts is a whole one.
 */
export type { CrashOptions, CrashPoint } from "./crash/after-every-event.ts";
export type { RandomCrashOptions } from "./crash/at-random.ts";
export { CrashTestFailure } from "./crash/crash-failure.ts";
export type { CrashReport } from "./crash/crash-test.ts";
export { UnmetExpectation } from "./expect/unmet.ts";
export { type FakeProvider, type FakeProviderOptions, fakeProvider } from "./fakes/fake-provider.ts";
export type { Faults, Often } from "./fakes/faults.ts";
export type { Deed, OtherSide } from "./fakes/other-side.ts";
export { type FakeRequest, type FakeSide, type Handler, type Routes, respond } from "./fakes/routes.ts";
export { answer, approve, decline, type Person, type PersonAnswer } from "./person.ts";
export type { EventOptions, Play } from "./play.ts";
export type { Seen } from "./seen/seen.ts";
export type { SeenEffect } from "./seen/seen-effect.ts";
export type { SeenGate } from "./seen/seen-gate.ts";
export type { SeenRun } from "./seen/seen-run.ts";
export { type Script, type World, world } from "./world.ts";
