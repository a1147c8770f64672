/** What the system says of a disk is said in words; what is nobody's fault is not called a bug. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PraxisError } from "../../kernel/errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { describeFailure, explained } from "./failure.ts";

const fromSystem = (code: string): Error => Object.assign(new Error(`${code}: something, write`), { code });

for (const [system, code] of Object.entries({
  ENOSPC: "disk_full",
  EDQUOT: "disk_full",
  EIO: "disk_failed",
  EROFS: "disk_failed",
})) {
  test(`${system} is ${code}, and ends the program as a disk does`, () => {
    const error = explained(fromSystem(system));
    assert.ok(error instanceof PraxisError);
    assert.deepEqual([error.code, exitCodeOf(error.code)], [code, 74]);
    assert.doesNotMatch(describeFailure(error, { json: false, debug: false }), /bug/);
  });
}

test("other errors stay what they are", () => {
  const other = fromSystem("EPERM");
  assert.equal(explained(other), other);
  assert.match(describeFailure(other, { json: false, debug: false }), /bug in Praxis/);
});
