/** Environment variables. The code reads them here and there, so the list is kept here, and `findVariables` says whether it is whole. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { code, type Page, table } from "./markdown.ts";

interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** Empty for none. */
  readonly byDefault: string;
}

const variable = (name: string, meaning: string, byDefault = ""): Variable => ({ name, meaning, byDefault });

const groups: readonly { readonly title: string; readonly text: string; readonly variables: readonly Variable[] }[] = [
  {
    title: "The command line and the server",
    text: "Options of the command line win over them.",
    variables: [
      variable("PRAXIS_DATA", "the data folder: `--data`", "`.praxis`"),
      variable("PRAXIS_URL", "a server elsewhere: `--url`"),
      variable("PRAXIS_TOKEN", "the token for it: `--token`"),
      variable("USER", "who acts, as it goes on record: `--as`", "the account's name"),
      variable(
        "PRAXIS_ANCHORS",
        "where the signed heads of logs are kept, outside of every data folder",
        "`$XDG_STATE_HOME/praxis/anchors`",
      ),
      variable("XDG_STATE_HOME", "see `PRAXIS_ANCHORS`", "`~/.local/state`"),
      variable(
        "PRAXIS_MOST_WAITING",
        "runs that may have begun and wait for their turn, before events of an account with more than its share are refused with 429",
        "10000",
      ),
      variable(
        "PRAXIS_MOST_IN_HAND",
        "webhooks and other requests that bring something in, at once, before a sender with more than its share is refused with 429",
        "1000",
      ),
      variable("DEBUG", "set to anything: errors come with their stack"),
      variable("PRAXIS_FROM", "`dist`: a checkout runs what `npm run build` made, not its sources"),
    ],
  },
  {
    title: "Notices to approvers",
    text: "Whom `praxis start` tells that something waits for an answer. See packs/notices.",
    variables: [
      variable("PRAXIS_NOTIFY", "addresses that are told, with commas between"),
      variable(
        "PRAXIS_SMTP_URL",
        "`smtp://user:password@host:587` or `smtps://...`",
        "mails are files in `<data>/outbox`",
      ),
      variable("PRAXIS_MAIL_FROM", "who the mails are from", "`Praxis <praxis@localhost>`"),
      variable("PRAXIS_SLACK_WEBHOOK", "address of a Slack-compatible incoming webhook; a secret"),
      variable("PRAXIS_PUBLIC_URL", "how people reach the console, for links", "where the server listens"),
    ],
  },
  {
    title: "The pack customer-ops on a shop of your own",
    text: "`praxis start packs/customer-ops/from-environment.ts`. Secrets of a file of your own have the names that it gives them.",
    variables: [
      variable("SHOP_URL", "the shop platform; `{account}` in it is replaced by the ticket's world"),
      variable("PAYMENTS_URL", "the payment provider", "`SHOP_URL`"),
      variable("TICKETS_SECRET", "signs the webhooks that bring tickets"),
      variable("GOODS_SECRET", "signs the webhooks that tell of goods"),
      variable("PRAXIS_PAYMENTS_TIER", "what the provider can do: `T1`, `T2` or `T3`", "`T1`"),
      variable("PRAXIS_SHOP_TIMEOUT_MS", "how long one call may take", "10000"),
      variable(
        "PRAXIS_SHOP_SETTLE_MS",
        "how long after a call was given up the other side may still act on it",
        "1000",
      ),
      variable("PRAXIS_SHOP_NAME", "the shop's name, as customers know it", "`The shop`"),
      variable("PRAXIS_CURRENCY", "what its cents are of", "`USD`"),
      variable("PRAXIS_ZONE", "where its days and weeks begin", "`UTC`"),
      variable("PRAXIS_OWNER", "the address that gets the reports"),
      variable("PRAXIS_OUTBOX", "a folder that mails to customers are written into"),
      variable("SMTP_URL", "the server that sends them, where there is no such folder; a secret"),
      variable("PRAXIS_MAIL_FOLDER", "a maildir or a folder of .eml files that customers' mails come in by"),
      variable("PRAXIS_IMAP_HOST", "the mailbox that they come in by, otherwise"),
      variable("PRAXIS_IMAP_USER", "its user"),
      variable("IMAP_PASSWORD", "its password; a secret"),
      variable("PRAXIS_MAIL_AUTHENTICATED_BY", "the receiving host whose word on a sender is believed"),
      variable("PRAXIS_SAMPLE_MAILS", "`off`: the sample shop gets none of its sample mails"),
    ],
  },
  {
    title: "Switches for tests and operators",
    text: "They appear in no help, and may change.",
    variables: [
      variable("PRAXIS_TAKE_OVER_AFTER_MS", "a server that was silent for so long is taken over"),
      variable("PRAXIS_TURN_LIMIT_MS", "a turn of a process that takes so long is ended"),
      variable("PRAXIS_TURN_LIMIT_BYTES", "the same for its memory"),
      variable("PRAXIS_FAILPOINTS", "`EffectAttempting.durable=kill@3`: the server kills itself there"),
      variable("PRAXIS_SUPERVISED", "set by the supervisor for its server"),
    ],
  },
];

export const listedVariables: readonly string[] = groups.flatMap(({ variables }) => variables.map(({ name }) => name));

/** Those of ours that the sources name. */
export function findVariables(root: string): string[] {
  const files = globSync(["{src,packs}/**/*.ts", "bin/*.js"], {
    cwd: root,
    exclude: ["**/testing/**", "**/*.test.ts"],
  });
  const found = files.flatMap(
    (file) => readFileSync(join(root, file), "utf8").match(/\bPRAXIS_[A-Z][A-Z_]*[A-Z]\b/g) ?? [],
  );
  return [...new Set(found)].sort();
}

export function environmentPage(): Page {
  const parts = groups.map(({ title, text, variables }) => {
    const rows = variables.map(({ name, meaning, byDefault }) => [code(name), meaning, byDefault]);
    return `## ${title}\n\n${text}\n\n${table(["variable", "meaning", "default"], rows)}`;
  });
  return {
    file: "environment.md",
    title: "Environment variables",
    about: "what a server and a command read from their environment",
    body: `A secret in a file of processes, \`secret("NAME")\`, is the environment variable of that name.\n\n${parts.join("\n\n")}`,
  };
}
