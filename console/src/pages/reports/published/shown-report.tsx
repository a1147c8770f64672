/** One report as its readers got it, in a frame that runs nothing, and to be saved. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { ReportDetail } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { DetailFrame } from "../../../components/detail/detail-panel.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { saveFile } from "../../../files/save-file.ts";
import { reportOptions } from "../reports-options.ts";
import { fileName, frameDocument } from "./frame-document.ts";

export function ShownReport({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(reportOptions(id));
  if (data) return <ReportFrame report={data} onClose={onClose} />;
  if (error)
    return (
      <div className="rows-failed">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  return <SkeletonText lines={10} />;
}

function ReportFrame({ report, onClose }: { report: ReportDetail; onClose: () => void }) {
  const { title, at, run, html, markdown } = report;
  const icon = <Download size={14} aria-hidden="true" />;
  return (
    <DetailFrame bar={<h2 className="report-title">{title}</h2>} onClose={onClose}>
      <div className="report-line">
        <span className="soft">
          <Moment at={at} prefix="Published " />
        </span>
        <Link to="/runs/$id" params={{ id: run }}>
          The run that published it
        </Link>
        <Button icon={icon} onClick={() => saveFile(fileName(report, ".html"), html, "text/html")}>
          HTML
        </Button>
        <Button icon={icon} onClick={() => saveFile(fileName(report, ".md"), markdown, "text/markdown")}>
          Markdown
        </Button>
      </div>
      <iframe
        className="report-frame"
        title={title}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={frameDocument(html)}
      />
    </DetailFrame>
  );
}
