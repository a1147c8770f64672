import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figures } from "praxis";
import { lastWeekBefore, weekBefore } from "./calendar.ts";
import { formatValue } from "./document.ts";
import { type ExceptionFigures, exceptionReport } from "./exceptions.ts";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";

const spread = { count: 0, medianMs: null, longestMs: null };
const nothing: Figures = {
  from: 0,
  to: 1,
  process: null,
  runs: { started: 0, byStatus: [], byProcess: [], touched: 0, handoffs: 0, took: spread },
  effects: { byStatus: [], refusals: [], unknownOnce: 0, unknownNow: 0, conflicts: 0 },
  denied: [],
  gates: { opened: 0, byStatus: [], byKind: [], openNow: 0, oldestOpen: [] },
  decisions: [],
  money: [],
  slowest: [],
};
const refund = (cents: number, count: number) => ({ contract: "payments.refund", currency: "USD", cents, count });

function figures(now: Partial<Figures>, before: Partial<Figures> = {}): ExceptionFigures {
  const week = lastWeekBefore(Date.parse("2026-11-23T12:00:00Z"), "UTC");
  const days = (part: Partial<Figures>) => week.days.map((_, at) => (at === 1 ? { ...nothing, ...part } : nothing));
  return {
    now: { week, figures: { ...nothing, ...now }, days: days(now) },
    before: { week: weekBefore(week, "UTC"), figures: { ...nothing, ...before }, days: days(before) },
    trend: [
      { week: "2026-W45", handled: 0, alone: 0 },
      { week: "2026-W46", handled: 10, alone: 6 },
      { week: "2026-W47", handled: 20, alone: 15 },
    ],
    currency: "USD",
    shopName: "Harrow & Finch <script>",
  };
}

test("each question has its answer, and is compared with the week before", () => {
  const report = exceptionReport(
    figures(
      {
        money: [refund(30_000, 3), { contract: "payments.capture", currency: "USD", cents: 1_000, count: 1 }],
        effects: {
          ...nothing.effects,
          refusals: [{ contract: "shop.prepare", code: "order_not_pending", count: 2 }],
          unknownOnce: 1,
        },
        denied: [{ word: "own orders", count: 3 }],
        gates: {
          ...nothing.gates,
          opened: 4,
          openNow: 1,
          byKind: [{ kind: "question", count: 3, medianMs: 5_400_000, longestMs: 90_000_000 }],
        },
      },
      { money: [refund(20_000, 2)] },
    ),
  );
  const answers = new Map(report.sections.map(({ question, answer }) => [question, answer]));
  assert.equal(
    answers.get("How much money went back to customers, and when?"),
    "$300.00 in 3 refunds; 50 % more than the week before, when it was $200.00.",
  );
  assert.match(
    answers.get("How much was handled without a person?") ?? "",
    /^75 % of 20 .* The week before it was 60 %/,
  );
  assert.match(answers.get("What money did we move, all in all?") ?? "", /-\$290\.00/);
  assert.match(answers.get("What did we say no to, and why?") ?? "", /^5 times; 0 the week before/);
  assert.match(answers.get("What are we not sure about?") ?? "", /^Nothing/);
  assert.match(
    answers.get("How long did questions wait for one of us?") ?? "",
    /4 questions .* 1 is open now; the longest wait was 1 d/,
  );
});

test("the page loads nothing, runs nothing, and shows every value as text", () => {
  const html = renderHtml(
    exceptionReport(figures({ denied: [{ word: "<img src=x>", count: 1 }], money: [refund(1, 1)] })),
  );
  assert.doesNotMatch(html, /<img|<script|<link|<[^>]+ src=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  assert.match(html, /<svg role="img"[^>]*><title>How much money went back to customers, and when\?<\/title>/);
  assert.match(html, /prefers-color-scheme:dark/);
  assert.match(html, /@media print/);
});

test("the Markdown has all numbers of the charts", () => {
  const markdown = renderMarkdown(exceptionReport(figures({ money: [refund(30_000, 3)] })));
  assert.match(markdown, /^# Harrow & Finch \\<script\\>: week 2026-W47/);
  assert.match(markdown, /\| Tue \| \$300\.00 \| \$0\.00 \|/);
  assert.doesNotMatch(markdown, /<svg/);
});

test("a week in which nothing happened is told as it is", () => {
  const html = renderHtml(exceptionReport({ ...figures({}), trend: [{ week: "2026-W47", handled: 0, alone: 0 }] }));
  assert.match(html, /No letter and no ticket came in/);
  assert.doesNotMatch(html, /NaN|Infinity|undefined|null/);
});

test("values are written as people read them", () => {
  const written = [
    formatValue(123_456_789, { kind: "money", currency: "EUR" }),
    formatValue(-5, { kind: "money", currency: "EUR" }),
    formatValue(0.666, { kind: "share" }),
    formatValue(null, { kind: "time" }),
    ...[45_000, 90_000, 5_400_000, 172_800_000].map((ms) => formatValue(ms, { kind: "time" })),
  ];
  assert.deepEqual(written, ["1,234,567.89 €", "-0.05 €", "67 %", "–", "45 s", "1.5 min", "1.5 h", "2 d"]);
});
