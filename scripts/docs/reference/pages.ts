/** All pages of the reference, as text, by file name. */
import { commandLinePage } from "./command-line.ts";
import { environmentPage } from "./environment.ts";
import { eventsPage } from "./events.ts";
import { exitCodesPage } from "./exit-codes.ts";
import { httpApiPage } from "./http-api.ts";
import { libraryPages } from "./library.ts";
import { type Page, wholePage } from "./markdown.ts";

export async function referenceFiles(root: string): Promise<Map<string, string>> {
  const pages = [
    await commandLinePage(),
    exitCodesPage(root),
    environmentPage(),
    await httpApiPage(),
    ...libraryPages(root),
    eventsPage(),
  ];
  const list = pages.map(({ file, title, about }) => `- [${title}](${file}): ${about}`);
  const index: Page = {
    file: "README.md",
    title: "Reference",
    about: "",
    body: `Written from the code, and compared with it by a test.\n\n${list.join("\n")}`,
  };
  return new Map([index, ...pages].map((page) => [page.file, wholePage(page)]));
}
