/** Who a customer is: every handle with why it is theirs, their runs, and what was put together. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import type { CustomerDetail } from "../../../api/types.ts";
import { Button, ButtonLink } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { DetailPanel, DetailPart } from "../../../components/detail/detail-panel.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { sentence } from "../../../text/sentences.ts";
import { statusWords } from "../../../text/status-words.ts";
import { runsText } from "../customer-words.ts";
import { HandleLines } from "./handle-lines.tsx";
import { HistoryLines } from "./history-lines.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { MergedLines } from "./merged-lines.tsx";

export function CustomerCard({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const [isMerging, setIsMerging] = useState(false);
  const mayOperate = useMay("operate");
  const mayForget = useMay("admin");
  const { id, name, account, runs, lastSeenAt, askedFor, merged, newestRuns, history } = customer;
  return (
    <DetailPanel
      title={name}
      onClose={onClose}
      meta={
        <>
          <span>{runsText(runs)}</span>
          {account !== "main" && <span className="give">{account}</span>}
          <Moment at={lastSeenAt} prefix="last heard of " />
        </>
      }
      actions={
        <>
          {mayOperate && <Button onClick={() => setIsMerging(true)}>Put together with another</Button>}
          {mayForget && (
            <ButtonLink look="quiet" to="/settings" search={{ tab: "erasure", customer: id }}>
              Erase them
            </ButtonLink>
          )}
        </>
      }
    >
      {askedFor !== id && (
        <p className="note-quiet">
          The address names somebody who was put together with {name}: this is the one they count as.
        </p>
      )}
      <DetailPart title="How they are known">
        <HandleLines customer={customer} mayChange={mayOperate} />
      </DetailPart>
      {merged.length > 0 && (
        <DetailPart title="Put together with">
          <MergedLines customer={customer} mayChange={mayOperate} />
        </DetailPart>
      )}
      <DetailPart
        title="Runs"
        aside={
          newestRuns.length > 0 && (
            <Link to="/runs" search={{ customer: id }}>
              All of them
            </Link>
          )
        }
      >
        {newestRuns.length === 0 ? (
          <p className="soft">No run was about them so far.</p>
        ) : (
          <ul className="detail-lines">
            {newestRuns.map((run) => (
              <li key={run.id} className="customer-run">
                <p className="detail-line">
                  <Link to="/runs/$id" params={{ id: run.id }}>
                    {run.title}
                  </Link>
                  <span className="push faint">
                    <Moment at={run.startedAt} />
                  </span>
                </p>
                <p className={`customer-outcome pill-${statusWords("run", run.status).tone}`}>
                  <span className="dot" aria-hidden="true" />
                  <span className="soft">{sentence(run.headline)}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </DetailPart>
      {history.length > 0 && (
        <DetailPart title="What was said about who they are">
          <HistoryLines history={history} />
        </DetailPart>
      )}
      <RoleNote need="operate" doing="say who is who" />
      <p className="faint">
        <Copyable value={id} what="id of the customer" />
      </p>
      {isMerging && <MergeDialog customer={customer} onClose={() => setIsMerging(false)} />}
    </DetailPanel>
  );
}
