/** The story: the timeline, the moments in order, and beside them what was done in the world. */
import { Link } from "@tanstack/react-router";
import type { Story } from "../../../api/types.ts";
import { Section } from "../../../components/page-header.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { EffectEntry } from "./effect-entry.tsx";
import { MomentList } from "./moment-list.tsx";

interface StoryViewProps {
  readonly story: Story;
  /** Null where the viewer may not fork. */
  readonly onFork: ((step: number) => void) | null;
}

export function StoryView({ story, onFork }: StoryViewProps) {
  const { moments, effects, effectsTotal, bars } = story;
  return (
    <>
      <Timeline bars={bars} />
      <div className="run-columns">
        <Section title="What happened" aside={<MomentPages story={story} />}>
          <MomentList moments={moments} onFork={onFork} />
        </Section>
        <Section title="Done in the world">
          {effects.length === 0 ? (
            <p className="soft">Nothing so far.</p>
          ) : (
            <ul className="effects">
              {effects.map((effect) => (
                <EffectEntry key={effect.id} effect={effect} />
              ))}
            </ul>
          )}
          {effectsTotal > effects.length && (
            <p className="soft">{effectsTotal - effects.length} more belong to other parts of the story.</p>
          )}
        </Section>
      </div>
    </>
  );
}

function MomentPages({ story: { momentsFrom, moments, momentsTotal } }: { story: Story }) {
  if (momentsTotal <= moments.length) return null;
  const last = momentsFrom + moments.length - 1;
  const size = Math.max(moments.length, 1);
  return (
    <span className="row soft">
      {momentsFrom}–{last} of {momentsTotal.toLocaleString("en-GB")}
      {momentsFrom > 1 && (
        <Link
          to="."
          search={(before) => ({ ...before, from: momentsFrom - size > 1 ? String(momentsFrom - size) : undefined })}
        >
          Earlier
        </Link>
      )}
      {last < momentsTotal && (
        <Link to="." search={(before) => ({ ...before, from: String(last + 1) })}>
          Later
        </Link>
      )}
    </span>
  );
}
