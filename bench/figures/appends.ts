/**
 * Whether an append costs more where the log is long: the events of whole runs are appended, each run in a stream of its own, to a log of 10,000 events and to the large one, in turn.
 */
import { join } from "node:path";
import { median } from "../peers/statistics.ts";
import { eventsOfRun, eventsPerRun, fillLog } from "../praxis/fill-log.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { atLeast, beside, type MeasureFigure } from "./figure.ts";

const smallEvents = 10_000;
const withinShare = 0.85;
const runsPerBatch = 64;

export const measure: MeasureFigure = async ({ folder, filled, events, isQuick }, say) => {
  const large = openPraxis(join(filled, "log"));
  await fillLog(large.log, large.ports.newId, events, say);
  const small = openPraxis(join(folder, "small"));
  await fillLog(small.log, small.ports.newId, smallEvents, say);
  const event = eventsOfRun();
  const perSecond = async ({ log, ports }: typeof small): Promise<number> => {
    const begun = performance.now();
    const cpu = process.cpuUsage();
    let appended = 0;
    while (performance.now() - begun < (isQuick ? 500 : 1_000)) {
      await log.write((transaction) => {
        for (let run = 0; run < runsPerBatch; run++) {
          const id = ports.newId();
          transaction.append(`run/${id}`, 0, event, { principal: "bench", correlation: id, subject: "tenant" });
        }
      }).durable;
      appended += runsPerBatch * eventsPerRun;
    }
    const { user, system } = process.cpuUsage(cpu);
    cpuUs.push((user + system) / appended);
    return (appended * 1_000) / (performance.now() - begun);
  };
  let cpuUs: number[] = [];
  const ratios: number[] = [];
  const found = { small: [] as number[], large: [] as number[], smallUs: [] as number[], largeUs: [] as number[] };
  for (let round = 0; round < (isQuick ? 6 : 20); round++) {
    for (const which of round % 2 === 0 ? (["small", "large"] as const) : (["large", "small"] as const)) {
      cpuUs = found[`${which}Us`];
      found[which].push(await perSecond(which === "small" ? small : large));
    }
    const [one = 0, other = 1] = [found.large.at(-1), found.small.at(-1)];
    ratios.push(one / other);
    say(`round ${round + 1}: ${(one / other).toFixed(2)}`);
  }
  await small.close();
  await large.close();
  const name = events.toLocaleString("en");
  const used = median(found.smallUs) / median(found.largeUs);
  return {
    rows: [
      beside(
        "appends at 10,000 events in the log",
        median(found.small),
        "events/s",
        `${median(found.smallUs).toFixed(1)} microseconds of processor time each`,
      ),
      beside(
        `appends at ${name} events`,
        median(found.large),
        "events/s",
        `${median(found.largeUs).toFixed(1)} microseconds of processor time each`,
      ),
      atLeast(
        `appends at ${name} events, of those at 10,000`,
        median(ratios),
        withinShare,
        "times",
        `by processor time alone: ${used.toFixed(2)}`,
      ),
    ],
    charts: [
      {
        file: "appends",
        title: "Does an append cost more in a long log?",
        unit: "events/s",
        kind: "bars",
        xTitle: "",
        series: [
          {
            name: "appends",
            points: [
              { x: "10,000 events", y: median(found.small) },
              { x: `${name} events`, y: median(found.large) },
            ],
          },
        ],
      },
    ],
  };
};
