import assert from "node:assert/strict";
import { test } from "node:test";
import { authenticationOf } from "./authentication.ts";

const host = "mx.example.com";
const verdict = (header: string, from = "mia@shop.example"): string => authenticationOf([header], from, host);

test("DMARC decides, where the trusted host looked for it", () => {
  assert.equal(verdict("mx.example.com; spf=fail; dmarc=pass (p=reject) header.from=shop.example"), "pass");
  assert.equal(verdict("mx.example.com; dkim=pass header.d=shop.example; dmarc=fail"), "fail");
});

test("a signature counts for the domain of From and the domains above it, and for no other", () => {
  assert.equal(verdict("mx.example.com; dkim=pass header.d=shop.example"), "pass");
  assert.equal(verdict("mx.example.com; dkim=pass header.i=@mail.shop.example"), "pass");
  assert.equal(verdict("mx.example.com; dkim=pass header.d=eve.example"), "none");
  assert.equal(verdict("mx.example.com; dkim=pass header.d=example"), "none");
  assert.equal(verdict("mx.example.com; dkim=pass header.d=notshop.example"), "none");
  assert.equal(verdict("mx.example.com; spf=pass smtp.mailfrom=bounce@shop.example"), "pass");
  assert.equal(verdict("mx.example.com; spf=softfail smtp.mailfrom=shop.example; dkim=none"), "fail");
});

test("only the topmost header of the trusted host is believed", () => {
  const forged = "mx.example.com; dmarc=pass";
  assert.equal(authenticationOf(["mx.example.com; dmarc=fail", forged], "mia@shop.example", host), "fail");
  assert.equal(authenticationOf(["mx.other.example; dmarc=pass"], "mia@shop.example", host), "none");
  assert.equal(authenticationOf([forged], "mia@shop.example", null), "none");
  assert.equal(authenticationOf([], "mia@shop.example", host), "none");
});

test("what stands in a comment is no result", () => {
  assert.equal(verdict("mx.example.com; spf=none (dmarc=pass; dkim=pass header.d=shop.example)"), "none");
});

test("DMARC that was judged for another sender, or twice, vouches for nobody", () => {
  assert.equal(verdict("mx.example.com; dmarc=pass header.from=eve.example"), "fail");
  assert.equal(verdict("mx.example.com; dmarc=pass header.from=shop.example; dmarc=fail"), "fail");
  assert.equal(verdict("mx.example.com; dmarc=pass header.from=xn--mnchen-3ya.example", "mia@münchen.example"), "pass");
});

test("what a sender writes into an envelope's address is no result", () => {
  const forged = [
    'spf=pass smtp.mailfrom="a; dkim=pass header.d=shop.example;"@eve.example; dkim=none',
    'spf=pass smtp.mailfrom="a; dmarc=pass "@eve.example; dmarc=none',
    'spf=pass smtp.mailfrom="shop.example"@eve.example',
    'spf=pass (of "a) ; dkim=pass header.d=shop.example (b\\)"@eve.example) smtp.mailfrom=eve.example; dmarc=fail',
    "dkim=pass header.i=mia@shop.example header.d=eve.example",
  ];
  for (const each of forged) assert.notEqual(verdict(`mx.example.com; ${each}`), "pass", each);
  assert.equal(verdict('mx.example.com; spf=pass smtp.mailfrom="mia (home)"@shop.example'), "pass");
});
