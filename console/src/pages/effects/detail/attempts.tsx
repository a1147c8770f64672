/** Each attempt, and what came of it, in the order in which it happened. */
import type { EffectDetail } from "../../../api/types.ts";
import { useZone } from "../../../preferences/zone.ts";
import { exactTime, preciseTime } from "../../../text/time-words.ts";

export function Attempts({ log }: { log: EffectDetail["attemptsLog"] }) {
  const zone = useZone();
  return (
    <ol className="attempts">
      {log.map(({ at, what, why }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log only ever grow at the end
        <li key={index}>
          <p className="detail-line">
            <span>{what}</span>
            <time className="push faint" dateTime={new Date(at).toISOString()} title={exactTime(at, zone)}>
              {preciseTime(at, zone)}
            </time>
          </p>
          {why !== null && <p className="soft">{why}</p>}
        </li>
      ))}
    </ol>
  );
}
