import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figures } from "praxis";
import { lastWeekBefore, weekBefore } from "./calendar.ts";
import { formatValue } from "./document.ts";
import { type ExceptionFigures, exceptionReport } from "./exceptions.ts";
import { plainText } from "./plain-text.ts";
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
  gates: { opened: 0, byStatus: [], byKind: [], saidNo: [], openNow: 0, oldestOpen: [] },
  decisions: [],
  money: [],
  slowest: [],
};
const numberIn = (cell: string | { readonly value: number | null } | undefined) =>
  typeof cell === "object" ? cell.value : cell;
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
    zone: "America/New_York",
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
  assert.match(answers.get("What did we say no to, and why?") ?? "", /^5 times; the week before never\.$/);
  assert.match(answers.get("What are we not sure about?") ?? "", /^Nothing/);
  assert.match(
    answers.get("How long did questions wait for one of us?") ?? "",
    /^4 questions were asked, the week before none; one is open now; the longest wait was 1 d/,
  );
});

test("what was said no to is told in words, with who said it; a person's no counts as one", () => {
  const { sections, footer, title } = exceptionReport(
    figures(
      {
        effects: {
          ...nothing.effects,
          refusals: [
            { contract: "shop.prepare", code: "order_not_pending", count: 2 },
            { contract: "shop.commit", code: "operation_released", count: 1 },
            { contract: "payments.refund", code: "precondition", count: 1 },
            { contract: "payments.capture", code: "some_new_code", count: 1 },
          ],
        },
        denied: [{ word: "own orders", count: 1 }],
        gates: {
          ...nothing.gates,
          saidNo: [
            { kind: "approval", word: "declined", count: 3 },
            { kind: "by hand", word: "declined", count: 1 },
            { kind: "again", word: "declined", count: 1 },
            { kind: "approval", word: "expired", count: 1 },
            { kind: "question", word: "declined", count: 7 },
          ],
          byKind: [
            { kind: "again", count: 1, medianMs: 60_000, longestMs: 60_000 },
            { kind: "approval", count: 4, medianMs: 60_000, longestMs: 60_000 },
          ],
        },
      },
      { gates: { ...nothing.gates, saidNo: [{ kind: "approval", word: "declined", count: 2 }] } },
    ),
  );
  const no = sections.find(({ question }) => question.startsWith("What did we say no to"));
  assert.equal(no?.answer, "12 times; the week before twice.");
  assert.deepEqual(
    no?.table?.rows.map(([reason, by, now, before]) => [reason, by, numberIn(now), numberIn(before)]),
    [
      ["declined when we were asked", "one of us", 4, 2],
      ["the order had left us already", "the shop", 2, 0],
      ["it had been let go before", "our own check", 1, 0],
      ["what it builds on had changed", "our own check", 1, 0],
      ["some new code", "the payment provider", 1, 0],
      ["another customer's order", "our policy", 1, 0],
      ["not done a second time", "one of us", 1, 0],
      ["nobody said yes in time", "nobody", 1, 0],
    ],
  );
  const asked = sections.find(({ question }) => question.startsWith("How long did questions"));
  assert.deepEqual(
    asked?.table?.rows.map(([kind]) => kind),
    ["may it be done again?", "may this be done?"],
  );
  assert.equal(title, "Harrow & Finch <script>: week 47, 16 to 22 November 2026");
  assert.match(footer, /^From Monday to Sunday, 16 to 22 November 2026, by the clocks of New York\./);
});

test("no form has a code, a clock's own time or a wrong plural in it", () => {
  const single = exceptionReport({
    ...figures({
      runs: { ...nothing.runs, started: 1 },
      effects: {
        ...nothing.effects,
        refusals: [{ contract: "shop.commit", code: "operation_released", count: 1 }],
        unknownNow: 1,
      },
      gates: {
        ...nothing.gates,
        opened: 1,
        openNow: 1,
        byKind: [{ kind: "again", count: 1, medianMs: 1, longestMs: 1 }],
      },
      money: [refund(123_450, 1)],
    }),
    trend: [{ week: "2026-W47", handled: 1, alone: 0 }],
  });
  const markdown = renderMarkdown(single);
  for (const form of [renderHtml(single), markdown, plainText(markdown)]) {
    const words = form.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ");
    assert.doesNotMatch(words, /[a-z]_[a-z]|T\d\d:\d\d|\d{4}-\d\d-\d\d|\d-W\d|\b1 [a-z]+s\b/);
    assert.match(words, /\$1,234\.50 in 1 refund/);
  }
});

test("what has grown many times over is not told in per cent", () => {
  const [back] = exceptionReport(figures({ money: [refund(531_160, 6)] }, { money: [refund(35_890, 4)] })).sections;
  assert.equal(back?.answer, "$5,311.60 in 6 refunds; 15 times as much as the week before, when it was $358.90.");
});

test("as the plain text of a mail it has columns and no signs of Markdown", () => {
  const text = plainText(renderMarkdown(exceptionReport(figures({ money: [refund(30_000, 3)] }))));
  assert.match(text, /^Harrow & Finch <script>: week 47, 16 to 22 November 2026\n=+\n/);
  assert.match(
    text,
    /\n {2}day {2,}this week {2}the week before\n {2}Mon {2,}\$0\.00 {2,}\$0\.00\n {2}Tue {2,}\$300\.00/,
  );
  assert.doesNotMatch(text, /[|\\#]|---\n\|/);
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
  assert.match(markdown, /^# Harrow & Finch \\<script\\>: week 47, 16 to 22 November 2026/);
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
