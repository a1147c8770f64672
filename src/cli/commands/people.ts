/** `praxis login` and `praxis people`: who may sign in to the console, as what. */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { mustParse } from "../../kernel/schema.ts";
import type { Session } from "../client/session.ts";
import { withSession } from "../client/session.ts";
import { statusShape } from "../client/shapes.ts";
import type { Context } from "../context.ts";
import { table } from "../render/table.ts";
import { clockTime } from "../render/time.ts";
import { offerLogin, ownerName, peopleShape } from "../serve/login-link.ts";
import type { Shell } from "../shell.ts";

const addOptions = z.object({ role: z.string(), mail: z.string().optional() });
const removedShape = statusShape.extend({ warning: z.string().nullable() });

export function addPeopleCommands(shell: Shell): void {
  const login = shell.command("login", "a link that signs you in to the console, once", ["login", "login --as maria"]);
  shell.does(login, (context) => withSession(context, "read", (session) => printLogin(context, session)));

  const people = shell.command("people", "who may sign in to the console, and as what", [
    "people",
    "people add maria --role approver --mail maria@example.com",
    "people role maria admin",
    "people remove maria",
  ]);
  shell.does(people, (context) => withSession(context, "read", (session) => printPeople(context, session)));

  const add = shell
    .command(
      "add <name>",
      "let somebody in; roles: viewer, operator, approver, admin",
      ["people add maria --role approver"],
      people,
    )
    .requiredOption("--role <role>", "viewer (read), operator (read, operate), approver (read, approve), admin (all)")
    .option("--mail <address>", "where they can be written to");
  shell.does(add, (context, { args: [name = ""], options }) =>
    withSession(context, "read", async ({ api }) => {
      const { role, mail = null } = mustParse(addOptions, options, "the options");
      const person = await api.post(z.looseObject({ name: z.string() }), "/api/people", { name, role, mail });
      if (context.json) context.output.print(JSON.stringify(person));
      else context.output.print(`${person.name} may sign in. Their link: praxis login --as ${person.name}`);
      return undefined;
    }),
  );

  const role = shell.command("role <name> <role>", "give another role; it counts at once", [], people);
  shell.does(role, (context, { args: [name = "", wanted = ""] }) =>
    withSession(context, "read", async ({ api }) => {
      const answer = await api.put(statusShape, `/api/people/${encodeURIComponent(name)}`, { role: wanted });
      context.output.print(context.json ? JSON.stringify(answer) : `${name} is ${wanted} from now on.`);
      return undefined;
    }),
  );

  const remove = shell.command("remove <name>", "let somebody in no longer; their sessions end at once", [], people);
  shell.does(remove, (context, { args: [name = ""] }) =>
    withSession(context, "read", async ({ api }) => {
      const removed = await api.delete(removedShape, `/api/people/${encodeURIComponent(name)}`);
      const warning = removed.warning === null ? "" : `\nBut ${removed.warning}.`;
      context.output.print(context.json ? JSON.stringify(removed) : `${name} cannot sign in any more.${warning}`);
      return undefined;
    }),
  );
}

async function printLogin({ as, json, output }: Context, { api, opened }: Session): Promise<undefined> {
  if (opened) {
    throw new PraxisError("no_server", "no server runs on this data folder, so there is nothing to sign in to", {
      next: "Start it with `praxis start`; it prints a login link.",
      disposition: "pause",
    });
  }
  const link = await offerLogin(api, ownerName(as));
  output.print(json ? JSON.stringify(link) : `${link.url}\nIt signs in ${ownerName(as)}, once, within 15 minutes.`);
}

async function printPeople({ json, output }: Context, { api }: Session): Promise<undefined> {
  const list = await api.get(peopleShape, "/api/people");
  const rows = list.people.map(({ name, role, mail, lastSeenAt }) => [
    name,
    role,
    mail ?? "",
    lastSeenAt === null ? "never" : clockTime(lastSeenAt),
  ]);
  if (json) output.print(JSON.stringify(list, null, 2));
  else if (rows.length === 0) output.print("Nobody yet. `praxis people add <name> --role <role>` lets somebody in.");
  else output.print(table(["name", "role", "mail", "last here"], rows));
}
