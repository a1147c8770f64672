/** Whose events are refused when runs begin faster than they are taken up, and for how long. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PraxisError } from "../../kernel/errors.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { Backlog } from "./backlog.ts";
import { Shares } from "./shares.ts";

function begin(backlog: Backlog, account: string, count: number): string[] {
  const runs = Array.from({ length: count }, (_, n) => `${account} ${backlog.of(account) + n}`);
  for (const run of runs) backlog.began(run, account);
  return runs;
}

function refusal(backlog: Backlog, account: string): PraxisError | null {
  try {
    backlog.refuseOverload(account);
    return null;
  } catch (thrown) {
    assert.ok(thrown instanceof PraxisError);
    return thrown;
  }
}

describe("a backlog", () => {
  test("refuses the account that fills it, keeps its share for others, and says how many wait", () => {
    const backlog = new Backlog(new ManualClock(), 100);
    begin(backlog, "loud", 100);
    const refused = refusal(backlog, "loud");
    assert.equal(refused?.code, "overloaded");
    assert.match(refused.message, /^100 events of the account "loud" wait/);
    assert.match(refused.next, /Nothing of this was kept.*again after 30 seconds, with the same id/);
    assert.equal(refusal(backlog, "quiet"), null);
    begin(backlog, "quiet", 50);
    assert.equal(refusal(backlog, "quiet")?.code, "overloaded");
    assert.equal(refusal(backlog, "third"), null);
  });

  test("counts a run once, and takes those in again that are below their share by then", () => {
    const backlog = new Backlog(new ManualClock(), 10);
    const runs = begin(backlog, "loud", 10);
    backlog.began(runs[0] ?? "", "loud");
    assert.equal(backlog.size, 10);
    backlog.takenUp(runs[0] ?? "");
    backlog.takenUp(runs[0] ?? "");
    backlog.takenUp("somebody else's");
    assert.deepEqual([backlog.size, refusal(backlog, "loud")], [9, null]);
  });

  test("says how long to stay away: until half of its share is free, at the pace of the last seconds", () => {
    const clock = new ManualClock();
    const backlog = new Backlog(clock, 1_000);
    const runs = begin(backlog, "loud", 1_100);
    clock.pass(2_000);
    for (const run of runs.splice(0, 20)) backlog.takenUp(run);
    assert.equal(refusal(backlog, "loud")?.fields.retryAfterSeconds, 58, "580 more than a half, ten a second");
    // It gets slower, and what was long ago counts less and less.
    for (let second = 0; second < 60; second++) {
      clock.pass(1_000);
      backlog.takenUp(runs.shift() ?? "");
    }
    const seconds = Number(refusal(backlog, "loud")?.fields.retryAfterSeconds);
    assert.ok(seconds === 300, `${seconds}`);
  });

  test("that has come to a halt says a longer time each time it is asked, however quick it was before", () => {
    const clock = new ManualClock();
    const backlog = new Backlog(clock, 100);
    const runs = begin(backlog, "loud", 1_100);
    clock.pass(1_000);
    for (const run of runs.splice(0, 1_000)) backlog.takenUp(run);
    assert.equal(refusal(backlog, "loud")?.fields.retryAfterSeconds, 1);
    const asked = [5_000, 15_000, 100_000, 1_000_000].map((ms) => {
      clock.pass(ms);
      return refusal(backlog, "loud")?.fields.retryAfterSeconds;
    });
    assert.deepEqual(asked, [5, 20, 120, 300]);
  });
});

describe("shares", () => {
  test("one alone may have all; when all are taken, others still get theirs, so their number is exceeded by less than it times the logarithm of the holders", () => {
    const shares = new Shares<string>(1_000);
    for (let n = 0; n < 100; n++) while (shares.hasRoom(`account ${n}`)) shares.take(`account ${n}`);
    assert.equal(shares.held("account 0"), 1_000);
    assert.equal(shares.held("account 1"), 500);
    assert.ok(shares.total < 1_000 * (1 + Math.log(100)), `${shares.total}`);
    assert.equal(shares.hasRoom("account 0"), false);
  });

  test("while places are free anybody may take one, whatever the others hold", () => {
    const shares = new Shares<string>(10);
    for (const holder of ["a", "b", "c"]) shares.take(holder);
    for (let n = 0; n < 7; n++) {
      assert.ok(shares.hasRoom("d"));
      shares.take("d");
    }
    assert.equal(shares.hasRoom("d"), false);
    shares.giveBack("a");
    assert.equal(shares.held("a"), 0);
    assert.ok(shares.hasRoom("d"));
  });
});
