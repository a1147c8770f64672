/** One record in the list. */
import { Link } from "@tanstack/react-router";
import type { Quarantined } from "../../api/types.ts";
import { Moment } from "../../components/values/moment.tsx";
import { StatusPill } from "../../components/values/status-pill.tsx";
import { erasedText, kindText, refusalWords, sizeText, statusText } from "./refusal-words.ts";

export function QuarantineRow({ row, current }: { row: Quarantined; current: boolean }) {
  const { id, kind, source, code, status, at, bodyBytes, erased } = row;
  return (
    <Link
      to="/quarantine/$id"
      params={{ id }}
      search={(before) => before}
      className="row-link"
      aria-current={current ? "true" : undefined}
    >
      <p className="row-title">{refusalWords(code).short}</p>
      <p className="row-meta">
        <StatusPill words={erased ? erasedText : statusText[status]} />
        <span className="give">
          {kindText[kind]} from {source}
        </span>
        <span className="faint">{sizeText(bodyBytes)}</span>
        <span className="push">
          <Moment at={at} />
        </span>
      </p>
    </Link>
  );
}
