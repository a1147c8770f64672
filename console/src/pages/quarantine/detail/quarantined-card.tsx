/** What came, why it was not let in, what to do, and doing it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RoleNote } from "../../../access/role-note.tsx";
import { useMay } from "../../../access/use-may.ts";
import type { QuarantinedDetail } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { DetailFacts, DetailPanel, DetailPart } from "../../../components/detail/detail-panel.tsx";
import { ExactMoment, Moment } from "../../../components/values/moment.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import { sourcesOptions } from "../../intake/sources-options.ts";
import { mailSchema, readBeginning } from "../beginning.ts";
import { erasedText, isUnproven, kindText, reasonText, refusalWords, sizeText, statusText } from "../refusal-words.ts";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { EraseRecordDialog } from "./erase-record-dialog.tsx";
import { ReleaseForm } from "./release-form.tsx";

export function QuarantinedCard({ record, onClose }: { record: QuarantinedDetail; onClose: () => void }) {
  const [doing, setDoing] = useState<"release" | "dismiss" | "erase" | null>(null);
  const mayOperate = useMay("operate");
  const isAdmin = useMay("admin");
  const { id, kind, source, code, message, status, settled, at, bodyBase64, bodyBytes, headers, blob } = record;
  const form = useQuery(sourcesOptions).data?.sources.find(({ name }) => name === source)?.form ?? null;
  const schema = kind === "mail" ? mailSchema : form;
  const isWhole = record.bodySha256 !== null;
  const original = headers["moved to"];
  const beginning = readBeginning(bodyBase64, bodyBytes);
  const { erased } = record;
  const isHeld = status === "held" && mayOperate;
  const mayRelease = isHeld && (isAdmin || !isUnproven(record));
  return (
    <DetailPanel
      title={refusalWords(code).short}
      onClose={onClose}
      meta={
        <>
          <StatusPill words={erased ? erasedText : statusText[status]} />
          <span className="give">
            {kindText[kind]} from {source}
          </span>
          <Moment at={at} />
        </>
      }
      actions={
        doing !== "release" && !erased && (isHeld || isAdmin) ? (
          <>
            {mayRelease && (
              <Button look="primary" onClick={() => setDoing("release")}>
                Let it in
              </Button>
            )}
            {isHeld && <Button onClick={() => setDoing("dismiss")}>Dismiss</Button>}
            {isAdmin && (
              <Button look="quiet" onClick={() => setDoing("erase")}>
                Erase it
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {erased && <p className="note-quiet">What it held was erased. It cannot be read again, by anyone.</p>}
      {!erased && (
        <DetailPart title="Why it was not let in">
          <p>{reasonText(message)}</p>
        </DetailPart>
      )}
      {settled === null && !erased && (
        <DetailPart title="What to do">
          <p>{refusalWords(code).next}</p>
        </DetailPart>
      )}
      {settled !== null && (
        <p className="note-quiet">
          <span>
            {statusText[settled.status].text} by {settled.by.replace(/^person:/, "")}, <Moment at={settled.at} />:{" "}
            {settled.why}
          </span>
        </p>
      )}
      <RoleNote need="operate" doing="let it in or dismiss it" />
      {doing === "release" && (
        <ReleaseForm record={record} beginning={beginning} schema={schema} onClose={() => setDoing(null)} />
      )}
      {!erased && (
        <DetailPart
          title={beginning.isText ? "How it begins" : "How it begins, byte by byte"}
          aside={
            blob === null ? undefined : (
              <a href={`/api/blobs/${encodeURIComponent(blob)}`} download>
                {isWhole ? "Save the whole of it" : "Save what was kept of it"}
              </a>
            )
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard */}
          <pre className="raw" tabIndex={0}>
            {beginning.text === "" ? "It is empty." : beginning.text}
          </pre>
          {beginning.isCut && <p className="field-note">That is only its beginning; it has {sizeText(bodyBytes)}.</p>}
          {!isWhole && blob !== null && (
            <p className="field-note">
              Not all of it was read.{" "}
              {original === undefined
                ? "The original is where it came from."
                : `The original lies in the mail folder, as ${original}.`}
            </p>
          )}
        </DetailPart>
      )}
      <DetailPart title="Where it came from">
        <DetailFacts
          facts={[
            ["Source", source],
            ["At", <ExactMoment key="at" at={at} />],
            ["Size", sizeText(bodyBytes)],
            ["Only counted before it", record.skippedBefore === 0 ? null : String(record.skippedBefore)],
            ...Object.entries(headers),
            [
              "Code",
              <span key="code" className="mono">
                {code}
              </span>,
            ],
            ["Record", <Copyable key="id" value={id} what="id of the record" />],
          ]}
        />
      </DetailPart>
      {doing === "dismiss" && <DismissDialog id={id} onClose={() => setDoing(null)} />}
      {doing === "erase" && <EraseRecordDialog id={id} onClose={() => setDoing(null)} />}
    </DetailPanel>
  );
}
