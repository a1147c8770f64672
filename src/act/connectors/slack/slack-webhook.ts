/**
 * Slack-compatible incoming webhooks: one address, which is the secret, takes `{ text }` and answers in plain text. It takes no key and cannot
 * be asked afterwards, so a message is T3.
 *
 *     const ops = slackWebhook("ops", { url: secret("SLACK_WEBHOOK_URL") });
 *     const tell = slackContract("ops.tell", { via: ops, input: z.object({ order: z.string() }), once: (wish) => [wish.order],
 *       message: (wish) => ({ text: `Order ${escapeSlack(wish.order)} is late` }) });
 */
import { z } from "zod";
import type { Json } from "../../../kernel/json.ts";
import type { Schema } from "../../../kernel/schema.ts";
import { connection, type HttpConnection, type PaceOptions } from "../../connection.ts";
import { type Contract, contract, type Part } from "../../contract.ts";
import type { Secret } from "../../secret.ts";

/** Slack takes about one message a second for each webhook. */
export function slackWebhook(name: string, options: PaceOptions & { readonly url: Secret }): HttpConnection {
  const { url, ...pace } = options;
  return connection(name, { concurrency: 1, ...pace, baseUrl: url, answers: "text" });
}

export interface SlackMessage {
  /** In Slack's own markup; pass what others wrote through `escapeSlack`. */
  readonly text: string;
  readonly blocks?: readonly Json[];
}

export interface SlackContractOptions<I> {
  readonly via: HttpConnection;
  readonly input: Schema<I>;
  /** What this message is, so that it is sent once however often it is asked for. */
  readonly once: (wish: I) => readonly Part[];
  readonly message: (wish: I) => SlackMessage;
  readonly describe?: (wish: I) => string;
}

const saidSchema = z.object({ said: z.string().optional() });
/** Slack cuts a text that is longer. */
const longestText = 12_000;

export function slackContract<I>(
  name: string,
  options: SlackContractOptions<I>,
): Contract<I, z.infer<typeof saidSchema>, "T3"> {
  const { via, message } = options;
  return contract(name, {
    tier: "T3",
    via,
    input: options.input,
    output: saidSchema,
    intent: { object: options.once },
    describe: options.describe ?? ((wish) => `Message in ${via.name}: ${message(wish).text.slice(0, 120)}`),
    perform: async (wish, call) => {
      const { text, blocks } = message(wish);
      const body = { text: text.slice(0, longestText), ...(blocks === undefined ? {} : { blocks }) };
      return { said: String(await call.post("", body)).slice(0, 200) };
    },
  });
}

/** So that a name cannot become a link or a mention. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
