/** What a simulated world can play: time, branches, child runs, people, tiers, power cuts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Call } from "../act/call.ts";
import { connection } from "../act/connection.ts";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { source } from "../observe/source.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import {
  answer,
  approve,
  fakeProvider,
  type OtherSide,
  type Play,
  UnmetExpectation,
  type World,
  world,
} from "./index.ts";

const desk = connection("desk", { baseUrl: "https://desk.example.com/api" });
const wish = z.object({ name: z.string() });
const nothing = z.object({});

const book = contract("desk.book", {
  tier: "T1",
  via: desk,
  input: wish,
  output: z.object({ id: z.string() }),
  intent: { object: ({ name }) => [name] },
  describe: ({ name }) => `Book ${name}`,
  perform: (input, call) => call.post("/bookings", input),
  compensate: (input) => ({ contract: cancelBooking, wish: input }),
});
const cancelBooking = contract("desk.cancel booking", {
  tier: "T1",
  via: desk,
  input: wish,
  output: nothing,
  intent: { object: ({ name }) => [name] },
  perform: ({ name }, call) => call.delete(`/bookings/${name}`),
});

const routes = {
  "POST /bookings": () => ({ id: "b-1" }),
  "DELETE /bookings/:name": () => ({}),
};

describe("time", () => {
  const patient = process("patient", { on: "Asked", input: nothing }, async (run) => {
    const began = run.now();
    await run.sleep("30 days");
    return { days: (run.now() - began) / 86_400_000 };
  });

  test("30 days of waiting pass in a moment, and to the millisecond", async () => {
    const began = performance.now();
    const calm = world(patient);
    await calm.given((play) => play.event("Asked", {}).advance("29 days"));
    calm.expect.run(patient).isWaitingFor("30 days to pass");
    await calm.when((play) => play.advance("1 day"));
    calm.expect.run(patient).isDone({ days: 30 });
    assert.ok(performance.now() - began < 500);
  });

  test("passes by itself only for what is under way: a provider that limits its calls is tried again", async () => {
    const booking = process("booking", { on: "Asked", input: wish }, (run, input) => run.do(book, input));
    const busy = world(booking).withConnection(desk, fakeProvider(routes, { rateLimited: "next" }));
    const before = busy.now();
    await busy.when((play) => play.event(booking, { name: "hall" }));
    busy.expect.run(booking).isDone();
    assert.ok(busy.now() - before >= 2_000, "Retry-After was honoured");
    assert.equal(busy.effects(book)[0]?.attempts, 2);
  });
});

test("parallel branches, timers and child runs end the same wherever the plug is pulled", async () => {
  const child = process("child", { input: wish }, async (run, input) => {
    await run.sleep("10 minutes");
    return run.do(book, input);
  });
  const parent = process(
    "parent",
    { on: "Asked", input: z.object({ names: z.array(z.string()) }) },
    async (run, { names }) => {
      const branches = names.map(async (name) => {
        const started = await run.start(child, { name });
        return started.end();
      });
      const [own, ...ends] = await Promise.all([run.do(book, { name: "own" }), ...branches]);
      return { own: own.status, ends: ends.map((end) => end.status) };
    },
  );
  const halls = world(parent, child).withConnection(desk, fakeProvider(routes, { resetAfter: 0.3, error500: 0.2 }));
  const report = await halls.crashingAfterEveryEvent((play) =>
    play.event(parent, { names: ["a", "b", "c"] }).advance("1 hour"),
  );
  halls.expect.run(parent).isDone({ own: "succeeded", ends: ["done", "done", "done"] });
  halls.expect.connection(desk).did("POST /bookings", 4);
  assert.ok(report.powerCuts > 25, `${report.powerCuts}`);
  await halls.crashingAtRandom((play) => play.event(parent, { names: ["d", "e"] }).advance("1 hour"), { seeds: 10 });
});

test("a cancelled run undoes what it did, wherever the plug is pulled", async () => {
  const holding = process("holding", { on: "Asked", input: wish }, async (run, input) => {
    await run.must(book, input);
    await run.wait("Confirmed", { about: input.name });
    return "confirmed";
  });
  const hall = world(holding).withConnection(desk, routes);
  await hall.crashingAfterEveryEvent((play) =>
    play.event(holding, { name: "hall" }).cancel(holding, "changed my mind"),
  );
  hall.expect.run(holding).isCancelled().effects([book, "compensated"], [cancelBooking, "succeeded"]);
});

test("an endless process goes on as a new run, wherever the plug is pulled", async () => {
  const counting = process("counting", { on: "Asked", input: z.object({ left: z.int() }) }, async (run, { left }) => {
    await run.sleep("1 day");
    return left === 0 ? "zero" : run.continueAs({ left: left - 1 });
  });
  const days = world(counting);
  await days.crashingAfterEveryEvent((play) => play.event(counting, { left: 3 }).advance("5 days"));
  assert.equal(days.runs(counting).length, 4);
  days.expect.run(counting, 4).isDone("zero");
});

describe("without idempotency keys", () => {
  const letter = {
    via: desk,
    input: wish,
    output: z.object({ id: z.string() }),
    intent: { object: ({ name }: z.infer<typeof wish>) => [name] },
    perform: (input: z.infer<typeof wish>, call: Call) => call.post("/letters", input),
  };
  const contractT3 = contract("desk.send", { ...letter, tier: "T3" });
  const contractT2 = contract("desk.send", {
    ...letter,
    tier: "T2",
    lookUp: async (_input, call) => {
      const found = await call.get("/letters", { key: call.key });
      return found === null ? null : { found };
    },
  });
  const letters = (options: { timeOutAfterSuccess?: "next" } = {}) =>
    fakeProvider(
      {
        "POST /letters": (request) => ({ id: request.newId("letter") }),
        "GET /letters": ({ query }, { find }) => find(query.key)?.answer ?? null,
      },
      { idempotencyKeys: false, ...options },
    );

  test("what can be looked up (T2) happens once, wherever the plug is pulled, and nobody is asked", async () => {
    const sending = process("sending", { on: "Asked", input: wish }, (run, input) => run.do(contractT2, input));
    const post = world(sending).withConnection(desk, letters({ timeOutAfterSuccess: "next" }));
    await post.crashingAfterEveryEvent((play) => play.event(sending, { name: "ada" }));
    post.expect.connection(desk).did("POST /letters", 1);
    post.expect.run(sending).askedNobody();
  });

  test("what cannot (T3) happens once, and a person says what became of it", async () => {
    const sending = process("sending", { on: "Asked", input: wish }, (run, input) => run.do(contractT3, input));
    const post = world(sending).withConnection(desk, letters({ timeOutAfterSuccess: "next" }));
    await post.crashingAfterEveryEvent((play) => play.event(sending, { name: "ada" }));
    post.expect.connection(desk).did("POST /letters", 1);

    const asked = world(sending).withConnection(desk, letters({ timeOutAfterSuccess: "next" }));
    await asked.when((play) => play.event(sending, { name: "bob" }));
    asked.expect.run(sending).isWaitingFor(/a person's answer: what became of desk.send/);
    await asked.when((play) => play.answer(/Did this happen/, answer({ happened: true, output: { id: "found" } })));
    asked.expect.run(sending).isDone();
    asked.expect.connection(desk).did("POST /letters", 1);
  });
});

describe("people", () => {
  const booking = process("booking", { on: "Asked", input: wish }, (run, input) => run.do(book, input));

  test("do by hand what is only suggested", async () => {
    const hall = world(booking).withConnection(desk, routes).at("suggest", booking, book);
    await hall.when((play) => play.event(booking, { name: "hall" }).answer(/Book hall/, answer({ id: "by hand" })));
    hall.expect.run(booking).isDone().effects([book, "succeeded"]);
    hall.expect.connection(desk).did("POST /bookings", 0);
    assert.equal(hall.effects(book)[0]?.output?.id, "by hand");
  });

  test("that give an answer which does not fit end the play with a message", async () => {
    const hall = world(booking)
      .withConnection(desk, routes)
      .at("suggest")
      .person(() => approve());
    await assert.rejects(
      hall.when((play) => play.event(booking, { name: "hall" })),
      { code: "bad_answer" },
    );
  });
});

describe("messages", () => {
  const booking = process("booking", { on: "Asked", input: wish }, (run, input) => run.do(book, input));

  test("say what was expected, what happened instead, the story and the next step", async () => {
    const waiting = process("waiting", { on: "Asked", input: wish }, (run) => run.wait("Confirmed"));
    const hall = world(waiting);
    await hall.when((play) => play.event("Asked", { name: "hall" }));
    assert.throws(
      () => hall.expect.run("waiting").isDone(),
      (thrown) => {
        assert.ok(thrown instanceof UnmetExpectation);
        assert.match(
          thrown.message,
          /expected: the run of "waiting" to be done\ninstead: {2}it waits for: the event Confirmed/,
        );
        assert.match(
          thrown.message,
          /the event Asked came in\n.*a run of "waiting" began\n.*waits for the event Confirmed/,
        );
        assert.match(thrown.detail.next, /play\.event/);
        return true;
      },
    );
    assert.throws(() => hall.expect.run("booking"), /one run of "booking"[\s\S]*runs were started of: "waiting"/);
  });

  test("name a connection without a fake, and a route that a fake does not have", async () => {
    await assert.rejects(
      world(booking).when((play) => play.event(booking, { name: "hall" })),
      { code: "no_fake" },
    );
    await assert.rejects(
      world(booking)
        .withConnection(desk, { "POST /rooms": () => ({}) })
        .when((play) => play.event(booking, { name: "hall" })),
      (thrown) => thrown instanceof Error && "next" in thrown && /"POST \/rooms"/.test(String(thrown.next)),
    );
  });

  test("refuse an event that does not fit the process that it starts", async () => {
    const body: { name: string } = JSON.parse('{ "name": 7 }');
    await assert.rejects(
      world(booking).when((play) => play.event(booking, body)),
      { code: "bad_input" },
    );
  });

  test("refuse to set the world up when it has begun", async () => {
    const begun = await world(booking).given((play) => play.advance("1 second"));
    assert.throws(() => begun.at("shadow"), { code: "too_late" });
  });
});

test("what a play and a world are told is typed by the schemas", () => {
  const booking = process("booking", { on: "Asked", input: wish }, (run, input) => run.do(book, input));
  const limits = policy("limits", {
    on: book,
    parameters: z.object({ most: z.int().default(3) }),
    judge: ({ allow }) => allow(),
  });
  const size = decision("size", { input: nothing, answer: z.enum(["large", "small"]), question: () => "How large?" });
  const neverCalled = (hall: World, play: Play): unknown => [
    play.event(booking, { name: "hall" }),
    // @ts-expect-error: the input of the process has a name
    play.event(booking, { title: "hall" }),
    play.answer(size, "large"),
    // @ts-expect-error: no such answer
    play.answer(size, "huge"),
    hall.withParameters(limits, { most: 4 }),
    // @ts-expect-error: a number
    hall.withParameters(limits, { most: "4" }),
    hall.effects(book).map((effect) => effect.output?.id),
    // @ts-expect-error: the output has an id alone
    hall.effects(book).map((effect) => effect.output?.title),
  ];
  assert.equal(neverCalled.length, 2);
});

test("what is given must not go wrong", async () => {
  const broken = process("broken", { on: "Asked", input: nothing }, async () => {
    throw new Error("out of order");
  });
  await assert.rejects(
    world(broken).given((play) => play.event("Asked", {})),
    /instead: {2}it was set aside \(process_threw\): out of order/,
  );
  const fixed = await world(broken).when((play) => play.event("Asked", {}));
  fixed.expect.run(broken).isSetAside("process_threw");
});

test("a source reads the body of a webhook, and the same delivery starts one run", async () => {
  const inbox = source("inbox", {
    scheme: "none",
    body: z.object({ room: z.string(), shop: z.string() }),
    event: "Asked",
    account: (body) => body.shop,
  });
  const booking = process("booking", { on: "Asked", input: z.object({ room: z.string() }) }, (run, { room }) =>
    run.do(book, { name: room }),
  );
  const body = { room: "hall", shop: "north" };
  const hall = world(inbox, booking).withConnection(desk, routes);
  await hall.when((play) => play.event(inbox, body, { id: "d-1" }).event(inbox, body, { id: "d-1" }).powerCut());
  hall.expect.run(booking).isDone();
  assert.equal(hall.runs()[0]?.account, "north");
});

test("the same seed plays the same story", async () => {
  const booking = process("booking", { on: "Asked", input: wish }, (run, input) => run.do(book, input));
  const play = async (seed: number): Promise<string[]> => {
    const unlucky: OtherSide = fakeProvider(routes, { error500: 0.5, resetAfter: 0.5 });
    const hall = world(booking).withConnection(desk, unlucky).seed(seed);
    await hall.when((steps) => steps.event(booking, { name: "hall" }));
    return hall.story();
  };
  const [once, again, other] = [await play(3), await play(3), await play(4)];
  assert.deepEqual(once, again);
  assert.notDeepEqual(once, other);
});
