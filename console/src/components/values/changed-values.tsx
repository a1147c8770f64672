/** What was changed, part by part: what stood there, and what stands there now. */
export interface ChangedValue {
  /** Empty where there is but one thing. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export function ChangedValues({ values }: { values: readonly ChangedValue[] }) {
  return (
    <ul className="changed-values">
      {values.map(({ name, before, after }) => (
        <li key={name}>
          {name !== "" && <span>{name}: </span>}
          <span className="only-read-aloud">from </span>
          <del>{before}</del> <span aria-hidden="true">→</span>
          <span className="only-read-aloud"> to </span> <ins>{after}</ins>
        </li>
      ))}
    </ul>
  );
}
