/** `praxis token`: named tokens for programs and people on other machines. A token's name is who acts. */
import { z } from "zod";
import { mustParse } from "../../kernel/schema.ts";
import { withSession } from "../client/session.ts";
import { statusShape } from "../client/shapes.ts";
import { table } from "../render/table.ts";
import { clockTime } from "../render/time.ts";
import type { Shell } from "../shell.ts";

const tokensShape = z.looseObject({
  tokens: z.array(
    z.looseObject({
      name: z.string(),
      scopes: z.array(z.string()),
      issuedAt: z.number(),
      issuedBy: z.string(),
      revokedAt: z.number().nullable(),
    }),
  ),
});
const issuedShape = z.looseObject({ name: z.string(), scopes: z.array(z.string()), token: z.string() });

export function addTokenCommands(shell: Shell): void {
  const token = shell.command("token", "tokens for programs and people elsewhere", [
    "token",
    "token issue lea approve read",
    "token revoke lea",
  ]);
  shell.does(token, (context) =>
    withSession(context, "read", async ({ api }) => {
      const list = await api.get(tokensShape, "/api/tokens");
      const rows = list.tokens.map((each) => [
        each.name,
        each.scopes.join(", "),
        `${clockTime(each.issuedAt)} by ${each.issuedBy}`,
        each.revokedAt === null ? "in force" : `revoked ${clockTime(each.revokedAt)}`,
      ]);
      if (context.json) context.output.print(JSON.stringify(list, null, 2));
      else if (rows.length === 0) context.output.print("No tokens were issued. This machine's own commands need none.");
      else context.output.print(table(["name", "may", "issued", "state"], rows));
      return undefined;
    }),
  );

  const issue = shell.command(
    "issue <name> <scopes...>",
    "make a token; scopes: read, events, approve, operate, admin",
    ["token issue lea approve read", "token issue shop events"],
    token,
  );
  shell.does(issue, (context, { args: [name = "", ...scopes] }) =>
    withSession(context, "read", async ({ api }) => {
      const issued = await api.post(issuedShape, "/api/tokens", { name, scopes });
      if (context.json) context.output.print(JSON.stringify(issued));
      else context.output.print(`${issued.token}\nThis is shown once. What is done with it is recorded as ${name}.`);
      return undefined;
    }),
  );

  const revoke = shell.command("revoke <name>", "refuse a token from now on", ["token revoke lea"], token);
  shell.does(revoke, (context, { args: [name = ""] }) =>
    withSession(context, "read", async ({ api }) => {
      const answer = await api.delete(statusShape, `/api/tokens/${encodeURIComponent(name)}`);
      context.output.print(
        context.json
          ? JSON.stringify(answer)
          : `The token ${mustParse(z.string(), name, "the name")} is refused from now on.`,
      );
      return undefined;
    }),
  );
}
