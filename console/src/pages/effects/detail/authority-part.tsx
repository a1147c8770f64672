/** Who allowed it: how far it may go alone, what each policy said with which parameters, and the person who said yes. */
import { Link } from "@tanstack/react-router";
import type { EffectWhy } from "../../../api/types.ts";
import { DetailPart } from "../../../components/detail/detail-panel.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import { explainLevel } from "../../../text/level-words.ts";

type Authority = NonNullable<EffectWhy["authority"]>;

export function AuthorityPart({ authority }: { authority: EffectWhy["authority"] | undefined }) {
  return (
    <DetailPart title="Who allowed it">
      {authority === undefined ? (
        <SkeletonText lines={2} />
      ) : authority === null ? (
        <p className="soft">That was erased, with the person it was about.</p>
      ) : (
        <AuthorityLines authority={authority} />
      )}
    </DetailPart>
  );
}

function AuthorityLines({ authority: { level, policies, gate, answeredBefore } }: { authority: Authority }) {
  return (
    <ul className="detail-lines">
      <li>
        <p>
          Autonomy: <strong>{level}</strong>. <span className="soft">{explainLevel(level)}</span>
        </p>
      </li>
      {policies.map((each) => (
        <li key={each.policy}>
          <PolicyVerdict verdict={each} />
        </li>
      ))}
      {gate !== null && (
        <li>
          <p className="detail-line">
            <span>
              {gate.by ?? "Nobody yet"} {gate.status === "open" ? "is to answer" : gate.status}
              {gate.edited && ", with changes"}
              {gate.reason !== null && `: “${gate.reason}”`}
            </span>
            {gate.at !== null && (
              <span className="push faint">
                <Moment at={gate.at} />
              </span>
            )}
          </p>
          <Link to="/gates/$id" params={{ id: gate.id }}>
            The question and its answer
          </Link>
        </li>
      )}
      {answeredBefore !== null && (
        <li>
          <p>
            Nobody was asked about this by itself; before it, in the same run, {answeredBefore.by}{" "}
            {answeredBefore.status}{" "}
            <Link to="/gates/$id" params={{ id: answeredBefore.id }}>
              {answeredBefore.title}
            </Link>
            {answeredBefore.status === "approved" && answeredBefore.edited && ", with changes"}.
          </p>
        </li>
      )}
      {policies.length === 0 && gate === null && (
        <li className="soft">
          {answeredBefore === null
            ? "No policy stands before it, and nobody had to be asked."
            : "No policy stands before it."}
        </li>
      )}
    </ul>
  );
}

function PolicyVerdict({ verdict }: { verdict: Authority["policies"][number] }) {
  const { policy, verdict: said, why, notBy, parameters } = verdict;
  const asked = said === "ask";
  return (
    <>
      <p className="detail-line">
        <Link to="/processes" search={{ tab: "policies", policy }}>
          {policy}
        </Link>
        <StatusPill words={asked ? { text: "asked a person", tone: "person" } : { text: "allowed it", tone: "done" }} />
      </p>
      {why !== null && <p className="soft">{why}</p>}
      {notBy !== null && <p className="soft">Not by whoever asked for it.</p>}
      <details>
        <summary className="faint">Parameters at that time</summary>
        <FactsList value={parameters} />
      </details>
    </>
  );
}
