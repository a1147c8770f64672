import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, frameDocument } from "./frame-document.ts";

test("the policy stands before all that the report brings", () => {
  const whole = frameDocument('<!doctype html><html><head lang="x"><style>b{}</style></head><body>hi</body></html>');
  assert.match(whole, /<head lang="x"><meta http-equiv="Content-Security-Policy"[^>]*><base target="_blank"><style>/);
  assert.match(frameDocument("<p>hi</p>"), /^<!doctype html>.*default-src 'none'.*<body><p>hi<\/p>/);
});

test("a file is named by what it is", () => {
  assert.equal(fileName({ name: "weekly exceptions", period: "2026-W47" }, ".md"), "weekly-exceptions-2026-W47.md");
  assert.equal(fileName({ name: "a/b: c", period: "x" }, ".html"), "a-b-c-x.html");
});
