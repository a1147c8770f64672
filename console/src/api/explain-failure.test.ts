import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestFailed } from "./client.ts";
import { explainFailure } from "./explain-failure.ts";

test("a refused change says that nothing was changed", () => {
  const failure = explainFailure(new RequestFailed(409, "gate_closed", "this gate is expired", "ask anew"), true);
  assert.deepEqual(failure, {
    what: "This gate is expired.",
    kept: "Nothing was changed, and nothing is lost.",
    next: "Ask anew.",
    code: "gate_closed",
    isUnsure: false,
  });
});

test("a change whose answer never came is not claimed to have failed", () => {
  const failure = explainFailure(new RequestFailed(0, "unreachable", "Praxis does not answer", "wait"), true);
  assert.match(failure.kept, /not certain/);
  assert.equal(failure.isUnsure, true);
});
