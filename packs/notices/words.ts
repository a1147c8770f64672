/**
 * What people are told, as plain text and as HTML.
 *
 * Invariant: a link shows and never decides: mail scanners follow links. What is decided is decided on the page, by somebody signed in.
 */
import { escapeSlack } from "praxis";
import type { Notice } from "./notice.ts";

export interface Message {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link: string;
  readonly linkText: string;
}

const longestSubject = 160;
const shows = "The link shows it and decides nothing: you answer there, signed in.";

export function messageOf(notice: Notice, publicUrl: string): Message {
  const base = publicUrl.replace(/\/+$/, "");
  switch (notice.about) {
    case "several":
      return several(notice, base);
    case "passed on":
      return passedOn(notice, base);
    case "one":
      return one(notice, base);
  }
}

function passedOn(notice: Extract<Notice, { about: "passed on" }>, base: string): Message {
  const { to, by, why, title } = notice;
  const asked = one({ ...notice, about: "one", isReminder: false }, base);
  return {
    ...asked,
    subject: short(`${by} hands you a question: ${title}`),
    paragraphs: [...asked.paragraphs.slice(0, 1), `${by} handed it to ${to}: ${why}`, ...asked.paragraphs.slice(1)],
  };
}

function one(notice: Extract<Notice, { about: "one" }>, base: string): Message {
  const { title, reasons, afterYes, afterNo, expiresAt, isReminder } = notice;
  const expires = expiresAt === null ? [] : [`It is open until ${momentOf(expiresAt)}. Then nothing is done.`];
  return {
    subject: short(`${isReminder ? "Still waiting" : (headings.get(notice.kind) ?? "Waiting for you")}: ${title}`),
    paragraphs: [
      title,
      ...(reasons.length === 0 ? [] : [sentence(`Why it asks: ${reasons.join("; ")}`)]),
      `After a yes: ${afterYes}. After a no: ${afterNo}.`,
      ...expires,
      shows,
    ],
    link: `${base}/gates/${encodeURIComponent(notice.gate)}`,
    linkText: "Look at it and answer",
  };
}

/** A reason may be a sentence itself. */
function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function several({ from, isReminder }: Extract<Notice, { about: "several" }>, base: string): Message {
  const moment = momentOf(from);
  return {
    subject: isReminder ? "Several questions will expire soon" : "Several more questions wait for you",
    paragraphs: [
      isReminder
        ? `Questions that were asked together will expire soon after ${moment}. Then nothing is done about them.`
        : `Many questions were asked within the minute that began at ${moment}; those that you were not told of one by one wait in the inbox.`,
      shows.replace("it and", "them and"),
    ],
    link: `${base}/`,
    linkText: "Look at them and answer",
  };
}

const headings = new Map([
  ["approval", "Your yes or no"],
  ["again", "Your yes or no, again"],
  ["question", "A question"],
  ["conflict", "A conflict to look at"],
  ["unknown", "Somebody has to look"],
  ["by hand", "To be done by hand"],
]);

export function asText({ paragraphs, link, linkText }: Message): string {
  return [...paragraphs, `${linkText}: ${link}`].join("\n\n");
}

export function asHtml({ paragraphs, link, linkText }: Message): string {
  const body = paragraphs.map((each) => `<p>${escapeHtml(each)}</p>`);
  return [...body, `<p><a href="${escapeHtml(link)}">${escapeHtml(linkText)}</a></p>`].join("\n");
}

export function asSlack({ subject, paragraphs, link, linkText }: Message): string {
  return [
    `*${escapeSlack(subject).replaceAll("*", "")}*`,
    ...paragraphs.slice(1).map(escapeSlack),
    `<${link}|${linkText}>`,
  ].join("\n");
}

function short(text: string): string {
  return text.length <= longestSubject ? text : `${text.slice(0, longestSubject - 1)}…`;
}

/** "19 March 2026 14:03 UTC" without a locale's surprises. */
function momentOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
