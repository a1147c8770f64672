/**
 * Chromium for the tests of the console: found where systems keep it, or the reason why these tests are skipped.
 *
 * Invariant: a page that throws, writes an error to its console or tries what its content security policy forbids fails the test that opened it, unless
 * the test said beforehand that it would.
 */
import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];
const chromiumArgs = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where Chromium is: PRAXIS_CHROMIUM, or what is on the PATH; null where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.PRAXIS_CHROMIUM;
  if (named !== undefined) return isExecutable(named) ? named : null;
  const folders = ["/usr/bin", ...(environment.PATH ?? "").split(delimiter)];
  const paths = names.flatMap((name) => folders.filter((folder) => folder !== "").map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For the option `skip` of a test: false where there is a browser. */
export function whyNoBrowser(): string | false {
  if (findChromium() !== null) return false;
  return process.env.PRAXIS_CHROMIUM === undefined
    ? "no Chromium was found: install one (apt-get install chromium), or name it in PRAXIS_CHROMIUM"
    : `PRAXIS_CHROMIUM names ${process.env.PRAXIS_CHROMIUM}, which cannot be run`;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  assert.ok(executablePath !== null, String(whyNoBrowser()));
  return chromium.launch({ executablePath, args: chromiumArgs });
}

export const desk = { viewport: { width: 1280, height: 800 } } as const;
export const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

/** What a browser says while its server is away; it is how the network is, and no fault of the page. */
export const serverIsAway =
  /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)/;

const slowestMs = 15_000;
const tellOfViolations = `document.addEventListener("securitypolicyviolation", (event) =>
  console.error("forbidden by the content security policy: " + event.violatedDirective + " " + event.blockedURI));`;

export interface VisitOptions extends BrowserContextOptions {
  /** Where it begins: where the server is. */
  readonly baseURL: string;
  /** Errors that this test brings about. */
  readonly expects?: readonly RegExp[];
}

/** A person at a browser of their own: a page whose errors fail the test. Closed with the test. */
export async function visit(t: TestContext, browser: Browser, options: VisitOptions): Promise<Page> {
  const { expects = [], ...rest } = options;
  const context = await browser.newContext({ ...desk, locale: "en-GB", timezoneId: "UTC", ...rest });
  context.setDefaultTimeout(slowestMs);
  await context.addInitScript(tellOfViolations);
  const page = await context.newPage();
  const trouble: string[] = [];
  const note = (text: string): void => {
    if (!expects.some((expected) => expected.test(text))) trouble.push(text);
  };
  page.on("pageerror", (error) => note(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()} (${message.location().url})`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(trouble, [], "the page had errors");
  });
  return page;
}

/** What is seen at once where the server is away. */
export function lostConnection(page: Page): Locator {
  return page.getByText(/^No connection to Praxis since/);
}

/** Signs in as a person does: opens the link, and clicks. */
export async function signIn(page: Page, loginUrl: string): Promise<void> {
  await page.goto(loginUrl);
  await page.getByRole("button", { name: /^Sign in/ }).click();
  await page.getByRole("heading", { level: 1, name: "Inbox" }).waitFor();
}
