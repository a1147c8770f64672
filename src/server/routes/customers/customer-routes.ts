/** Customers: one subject whatever the channel, why each handle is theirs, and merges, which people make and undo. */
import { z } from "@hono/zod-openapi";
import { erasePerson } from "../../../assembly/erase-person.ts";
import { PraxisError } from "../../../kernel/errors.ts";
import type { Transaction } from "../../../log/event-log.ts";
import { text } from "../../../log/rows.ts";
import { handleSchema } from "../../../remember/identity/handles.ts";
import { clusterOf, subjectName } from "../../../remember/identity/read-customers.ts";
import { openSuggestions } from "../../../remember/identity/read-suggestions.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import { listCustomers } from "../../lists/list-customers.ts";
import { nextSchema, pageQuery } from "../../lists/page.ts";
import type { ServerParts } from "../../server-options.ts";
import { customerDetailSchema, customerSchema, suggestionSchema } from "../../views/customer-view.ts";
import { detailOf, showCustomer } from "./show-customer.ts";

const id = z.string().min(1).max(200);
const why = z.string().trim().min(1).max(2_000);
const mostSuggestions = 200;

export function customerRoutes(parts: ServerParts): void {
  readRoutes(parts);
  changeRoutes(parts);
}

function readRoutes({ app, praxis }: ServerParts): void {
  const { log } = praxis;
  const show = (root: string) => {
    const cluster = clusterOf(log, root);
    const [first] = cluster;
    return first ? [showCustomer(log, cluster, first)] : [];
  };
  serve(app, {
    method: "get",
    path: "/api/customers",
    tag: "customers",
    summary: "Customers, those who were heard of last first",
    scope: "read",
    params: nothing,
    query: z.object({
      q: z.string().trim().max(500).optional().openapi({
        description:
          "a name, an address, an id, an order, each by its beginning (3 letters); or words of their runs (then those of the newest 200 such runs)",
      }),
      account: z.string().max(200).optional(),
      ...pageQuery,
    }),
    body: noBody,
    reply: z.object({ customers: z.array(customerSchema), next: nextSchema }),
  }).by(({ query }) => {
    const { rows, next } = listCustomers(log, query);
    return { customers: rows.flatMap((row) => show(text(row, "id"))), next };
  });
  serve(app, {
    method: "get",
    path: "/api/customers/suggestions",
    tag: "customers",
    summary: "Customers who may be one, with what speaks for it; people decide",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ suggestions: z.array(suggestionSchema) }),
  }).by(() => ({ suggestions: openSuggestions(log, mostSuggestions) }));
  serve(app, {
    method: "get",
    path: "/api/customers/{id}",
    tag: "customers",
    summary: "One customer: handles, runs, and the history of links and merges",
    scope: "read",
    params: z.object({ id }),
    query: nothing,
    body: noBody,
    reply: customerDetailSchema,
  }).by(({ params }) => detailOf(praxis, params.id));
}

function changeRoutes({ app, praxis }: ServerParts): void {
  const { log, customers } = praxis;
  const change = async <T>(work: (transaction: Transaction) => T): Promise<T> => {
    const { value, durable } = log.write(work);
    await durable;
    return value;
  };
  const post = <P, B, R>(
    path: string,
    summary: string,
    shapes: {
      params: z.ZodObject & z.ZodType<P>;
      body: z.ZodType<B>;
      reply: z.ZodType<R>;
      scope?: "operate" | "admin";
    },
  ) => {
    const { scope = "operate", ...rest } = shapes;
    return serve(app, { method: "post", path, tag: "customers", summary, scope, query: nothing, ...rest });
  };
  post("/api/customers/merge", "Say that two customers are one; runs stay sealed as they are, and it can be undone", {
    params: nothing,
    body: z.object({ keep: id, merge: id, why }),
    reply: z.object({ status: z.enum(["merged", "already"]), customer: id }),
  }).by(async ({ body, by }) => {
    const authority = { principal: `person:${by}`, why: body.why };
    const status = await change((transaction) => customers.merge(transaction, body.keep, body.merge, authority));
    return { status, customer: body.keep };
  });
  post("/api/customers/suggestions/{id}/dismiss", "Say that two customers are not one; it is not suggested again", {
    params: z.object({ id }),
    body: z.object({ why }),
    reply: z.object({ status: z.literal("dismissed") }),
  }).by(async ({ params, body, by }) => {
    await change((transaction) =>
      customers.dismiss(transaction, params.id, { principal: `person:${by}`, why: body.why }),
    );
    return { status: "dismissed" };
  });
  post("/api/customers/{id}/unmerge", "Undo a merge, exactly: both are who they were before", {
    params: z.object({ id }),
    body: z.object({ merged: id, why }),
    reply: z.object({ status: z.literal("undone") }),
  }).by(async ({ params, body, by }) => {
    const authority = { principal: `person:${by}`, why: body.why };
    await change((transaction) => customers.undoMerge(transaction, params.id, body.merged, authority));
    return { status: "undone" };
  });
  post("/api/customers/{id}/unlink", "Take a handle from a customer who does not own it", {
    params: z.object({ id }),
    body: z.object({ handle: handleSchema, why }),
    reply: z.object({ status: z.literal("unlinked") }),
  }).by(async ({ params, body, by }) => {
    const authority = { principal: `person:${by}`, why: body.why };
    await change((transaction) => customers.unlink(transaction, params.id, body.handle, authority));
    return { status: "unlinked" };
  });
  post(
    "/api/customers/{id}/forget",
    "Erase a customer under every name: what was sealed for them cannot be read again, by anyone",
    {
      scope: "admin",
      params: z.object({ id }),
      body: z.object({ why }),
      reply: z.object({ erased: z.boolean() }),
    },
  ).by(async ({ params, body, by }) => {
    const [row] = clusterOf(log, params.id);
    const subject = row ? subjectName(log, row) : undefined;
    if (subject === undefined) {
      throw new PraxisError("unknown_customer", `there is no customer ${params.id}`, {
        next: "Nothing was erased. They may have been erased before.",
      });
    }
    return { erased: await erasePerson(praxis, subject, { principal: `person:${by}`, why: body.why }) };
  });
}
