/** One run as a story: what it is about in words, how it went over time, what happened and why; the raw events one key away. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionOptions, storyOptions } from "../../api/queries.ts";
import type { Story } from "../../api/types.ts";
import { Tabs } from "../../components/controls/choice.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../components/feedback/skeleton.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { useShortcuts } from "../../keyboard/use-shortcuts.ts";
import { RawEvents } from "./events/raw-events.tsx";
import { ForkDialog } from "./fork/fork-dialog.tsx";
import { RunActions } from "./story/run-actions.tsx";
import { RunData } from "./story/run-data.tsx";
import { RunHead } from "./story/run-head.tsx";
import { StoryView } from "./story/story-view.tsx";
import "./run.css";

const views = ["story", "events", "data"] as const;
type View = (typeof views)[number];

export function RunPage() {
  const { id } = useParams({ from: "/shell/runs/$id" });
  const search = useSearch({ from: "/shell/runs/$id" });
  const from = Number(search.from ?? "1") || 1;
  const { data: story, error, refetch } = useQuery(storyOptions(id, from));
  const view = views.find((each) => each === search.view) ?? "story";
  useLineInAddress(view);

  if (!story) {
    return (
      <>
        <PageHeader title="Run" />
        {error ? <FailureNote thrown={error} onRetry={() => void refetch()} /> : <SkeletonText lines={8} />}
      </>
    );
  }
  return <ShownRun key={id} story={story} view={view} />;
}

function ShownRun({ story, view }: { story: Story; view: View }) {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionOptions);
  const [forkFrom, setForkFrom] = useState<number | null>(null);
  const mayOperate = session?.person?.scopes.some((scope) => scope === "operate" || scope === "admin") ?? false;
  // Of what was erased there is nothing to ask again with.
  const mayFork = mayOperate && !story.run.erased;
  const show = (next: View) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...before, view: next === "story" ? undefined : next }),
      replace: true,
    });
  useShortcuts("Run", [
    { keys: "r", label: "Raw events, and back", run: () => show(view === "events" ? "story" : "events") },
    { keys: "i", label: "Input and result, and back", run: () => show(view === "data" ? "story" : "data") },
    { keys: "f", label: "Fork from a step", run: () => setForkFrom(1), enabled: mayFork },
    { keys: "Escape", label: "Back to the story", run: () => show("story"), enabled: view !== "story" },
  ]);
  return (
    <>
      <PageHeader
        title={story.run.title}
        actions={mayOperate && <RunActions run={story.run} onFork={() => setForkFrom(1)} />}
      />
      <div className="run-scroll page-scroll">
        <RunHead story={story} brief={view !== "story"} />
        <div className="run-views">
          <Tabs
            label="View"
            value={view}
            onChange={show}
            options={[
              { value: "story", label: "Story" },
              { value: "events", label: "Raw events" },
              { value: "data", label: "Input and result" },
            ]}
            counts={{ events: story.events }}
          />
        </div>
        {view === "story" && <StoryView story={story} onFork={mayFork ? setForkFrom : null} />}
        {view === "data" && <RunData story={story} />}
        {view === "events" && <RawEvents run={story.run.id} total={story.events} />}
      </div>
      {forkFrom !== null && <ForkDialog story={story} fromStep={forkFrom} onClose={() => setForkFrom(null)} />}
    </>
  );
}

/** `#e123` names a line of the raw events: it opens them. */
function useLineInAddress(view: View): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (view === "events" || !/^#e\d+$/.test(location.hash)) return;
    void navigate({
      to: ".",
      search: (before) => ({ ...before, view: "events" }),
      hash: location.hash.slice(1),
      replace: true,
    });
  }, [view, navigate]);
}
