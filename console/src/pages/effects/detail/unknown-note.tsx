/** The loudest thing on the page: nobody knows whether it happened, and what is done about that. */
import type { EffectDetail } from "../../../api/types.ts";
import { ButtonLink } from "../../../components/controls/button.tsx";
import { Moment } from "../../../components/values/moment.tsx";

export function UnknownNote({ effect }: { effect: EffectDetail }) {
  const { openGate, connection, nextAt } = effect;
  return (
    <div className="note-loud" role="status">
      <p>
        <strong>Nobody knows yet whether this happened.</strong> It was sent to {connection}, and no answer came. It is
        not sent again before that is known.
      </p>
      {openGate === null ? (
        <p>
          Praxis asks {connection} what became of it
          {nextAt === null ? "" : " "}
          {nextAt !== null && <Moment at={nextAt} />}, or does so as soon as it may.
        </p>
      ) : (
        <ButtonLink look="primary" to="/gates/$id" params={{ id: openGate }}>
          Say what happened
        </ButtonLink>
      )}
    </div>
  );
}
