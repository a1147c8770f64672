/** The loudest thing on the page: nobody knows whether it happened, and what is done about that. */
import type { EffectDetail } from "../../../api/types.ts";
import { ButtonLink } from "../../../components/controls/button.tsx";
import { Moment } from "../../../components/values/moment.tsx";

export function UnknownNote({ effect }: { effect: EffectDetail }) {
  const { openGate, connection, tier, nextAt } = effect;
  return (
    <div className="note-loud" role="status">
      <p>
        <strong>Nobody knows yet whether this happened.</strong> It was sent to {connection}, and no answer came.
        Nothing is done twice.
      </p>
      {openGate === null ? (
        <p>
          {tier === "T3"
            ? "The answer may still come. If it does not, a person is asked"
            : `Praxis finds out from ${connection}, or tries again under the same key`}
          {nextAt === null ? " as soon as it may." : <Moment at={nextAt} prefix=", " />}
        </p>
      ) : (
        <ButtonLink look="primary" to="/gates/$id" params={{ id: openGate }}>
          Say what happened
        </ButtonLink>
      )}
    </div>
  );
}
