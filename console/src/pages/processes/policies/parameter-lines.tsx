/** The parameters in force, what each one means, and how it began where it was changed. */
import type { Policy } from "../../../api/types.ts";
import { type Property, readSchema } from "../../../schema-form/read-schema.ts";
import { isRecord } from "../../../text/facts.ts";
import { settingText } from "../history/setting-words.ts";

export function ParameterLines({ policy: { schema, parameters, defaults } }: { policy: Policy }) {
  const field = readSchema(schema);
  const properties = field.kind === "object" ? field.properties : [];
  if (properties.length === 0) return <p className="faint">It has no parameters.</p>;
  return (
    <dl className="parameters">
      {properties.map((property) => (
        <Parameter
          key={property.name}
          property={property}
          now={isRecord(parameters) ? parameters[property.name] : undefined}
          began={isRecord(defaults) ? defaults[property.name] : undefined}
        />
      ))}
    </dl>
  );
}

function Parameter({ property, now, began }: { property: Property; now: unknown; began: unknown }) {
  const { name, label, description } = property;
  const isChanged = JSON.stringify(now) !== JSON.stringify(began);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="parameter-now">{settingText(name, now)}</span>
        {isChanged && <span className="faint"> was {settingText(name, began)} to begin with</span>}
        {description !== null && <p className="soft">{description}</p>}
      </dd>
    </div>
  );
}
