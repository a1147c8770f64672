/** Rows of a CSV file: each one is taken by itself and has its own result, so that one wrong line holds up no other. */
import { useQueryClient } from "@tanstack/react-query";
import { Download, Upload } from "lucide-react";
import { useId, useState } from "react";
import { upload } from "../../../api/client.ts";
import type { CsvResult, Source } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { saveFile } from "../../../files/save-file.ts";
import { readSchema } from "../../../schema-form/read-schema.ts";
import { CsvResults } from "./csv-results.tsx";

export function CsvUpload({ source, maySend }: { source: Source; maySend: boolean }) {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<CsvResult | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const field = useId();
  const columns = columnsOf(source);

  const submit = async () => {
    if (file === null) return;
    setIsBusy(true);
    setFailure(null);
    setResult(null);
    try {
      setResult(await upload<CsvResult>(`sources/${encodeURIComponent(source.name)}/csv`, file, "text/csv"));
      void queryClient.invalidateQueries({ queryKey: ["sources"] });
      void queryClient.invalidateQueries({ queryKey: ["counts"] });
    } catch (thrown) {
      setFailure(thrown);
    }
    setIsBusy(false);
  };

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="soft">
        The first line names the columns: {columns.join(", ")}. A row that was here before is not taken again.
      </p>
      <div className="field">
        <label htmlFor={field}>CSV file, at most 5 MiB</label>
        <input
          id={field}
          type="file"
          accept=".csv,text/csv"
          disabled={!maySend}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            setResult(null);
          }}
        />
      </div>
      {failure !== null && <FailureNote thrown={failure} changed />}
      <div className="row">
        <Button
          look="primary"
          type="submit"
          icon={<Upload size={14} aria-hidden="true" />}
          disabled={!maySend || file === null || isBusy}
        >
          {isBusy ? "Reading it" : "Upload"}
        </Button>
        <Button
          look="quiet"
          icon={<Download size={14} aria-hidden="true" />}
          onClick={() => saveFile(`${source.name.replaceAll(/\W+/g, "-")}.csv`, `${columns.join(",")}\n`, "text/csv")}
        >
          An empty file with these columns
        </Button>
      </div>
      {result !== null && <CsvResults result={result} />}
    </form>
  );
}

function columnsOf(source: Source): readonly string[] {
  const field = readSchema(source.form);
  return field.kind === "object" ? field.properties.map(({ name }) => name) : [];
}
