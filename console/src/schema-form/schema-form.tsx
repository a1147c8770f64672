/** A form from a JSON Schema: each part of a value has its own field, and what is wrong stands at its place. */
import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../components/controls/button.tsx";
import { type Complaints, type Draft, draftOf, draftOfVariant } from "./draft.ts";
import type { Field, ObjectField, Property } from "./read-schema.ts";
import { ValueInput } from "./value-input.tsx";
import "./schema-form.css";

interface FormProps<F extends Field = Field> {
  readonly field: F;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly complaints: Complaints;
  readonly path?: string;
}

interface SchemaFormProps extends FormProps {
  /** Of a single value; a group's fields have their own. */
  readonly label?: string;
}

export function SchemaForm({ field, draft, onChange, complaints, path = "", label = "Answer" }: SchemaFormProps) {
  switch (field.kind) {
    case "object":
      return <ObjectForm field={field} draft={draft} onChange={onChange} complaints={complaints} path={path} />;
    case "list":
      return <ListForm field={field} draft={draft} onChange={onChange} complaints={complaints} path={path} />;
    case "variants":
      return <VariantForm field={field} draft={draft} onChange={onChange} complaints={complaints} path={path} />;
    case "constant":
      return null;
    default:
      return (
        <LabelledValue
          label={label}
          required={!field.nullable}
          description={null}
          {...{ field, draft, onChange, complaints, path }}
        />
      );
  }
}

function ObjectForm({ field, draft, onChange, complaints, path = "" }: FormProps<ObjectField>) {
  if (draft.kind !== "object") return null;
  return (
    <div className="form-fields">
      {field.properties.map((property) => {
        const part = draft.parts[property.name] ?? draftOf(property.field, undefined);
        const change = (next: Draft) => onChange({ ...draft, parts: { ...draft.parts, [property.name]: next } });
        const inner = path === "" ? property.name : `${path}.${property.name}`;
        return (
          <PropertyForm
            key={property.name}
            property={property}
            draft={part}
            onChange={change}
            complaints={complaints}
            path={inner}
          />
        );
      })}
    </div>
  );
}

type PropertyProps = Omit<FormProps, "field"> & { readonly property: Property };

function PropertyForm({ property, draft, onChange, complaints, path = "" }: PropertyProps) {
  const { field, label, description, required } = property;
  if (field.kind === "constant") return null;
  if (field.kind === "object" || field.kind === "list" || field.kind === "variants") {
    return (
      <fieldset className="form-group">
        <legend>
          {label}
          {!required && <span className="faint"> (optional)</span>}
        </legend>
        {description !== null && <p className="field-note">{description}</p>}
        <SchemaForm field={field} draft={draft} onChange={onChange} complaints={complaints} path={path} />
      </fieldset>
    );
  }
  return <LabelledValue {...{ label, description, required, field, draft, onChange, complaints, path }} />;
}

interface LabelledValueProps extends FormProps {
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
}

function LabelledValue({
  label,
  description,
  required,
  field,
  draft,
  onChange,
  complaints,
  path = "",
}: LabelledValueProps) {
  const id = useId();
  const complaint = complaints[path];
  return (
    <div className={field.kind === "flag" ? "field field-flag" : "field"}>
      <label htmlFor={id}>
        {label}
        {!required && field.kind !== "flag" && <span className="faint"> (optional)</span>}
      </label>
      <ValueInput id={id} field={field} draft={draft} onChange={onChange} isWrong={complaint !== undefined} />
      {description !== null && <p className="field-note">{description}</p>}
      {complaint !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {complaint}
        </p>
      )}
    </div>
  );
}

function ListForm({ field, draft, onChange, complaints, path = "" }: FormProps<Extract<Field, { kind: "list" }>>) {
  if (draft.kind !== "list") return null;
  const { items } = draft;
  const complaint = complaints[path];
  return (
    <div className="form-list">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other identity while they are typed
        <div key={index} className="form-item">
          <SchemaForm
            label={`Number ${index + 1}`}
            field={field.item}
            draft={item}
            complaints={complaints}
            path={path === "" ? String(index) : `${path}.${index}`}
            onChange={(next) => onChange({ kind: "list", items: items.with(index, next) })}
          />
          <IconButton
            label={`Remove number ${index + 1}`}
            onClick={() => onChange({ kind: "list", items: items.toSpliced(index, 1) })}
          >
            <Trash2 size={14} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {complaint !== undefined && <p className="field-error">{complaint}</p>}
      <Button
        icon={<Plus size={14} aria-hidden="true" />}
        onClick={() => onChange({ kind: "list", items: [...items, draftOf(field.item, field.initial)] })}
      >
        Add
      </Button>
    </div>
  );
}

function VariantForm({
  field,
  draft,
  onChange,
  complaints,
  path = "",
}: FormProps<Extract<Field, { kind: "variants" }>>) {
  const id = useId();
  if (draft.kind !== "variant") return null;
  const variant = field.variants[draft.chosen];
  return (
    <div className="form-fields">
      <div className="field">
        <label htmlFor={id}>{field.label}</label>
        <select
          id={id}
          className="choice"
          value={draft.chosen}
          onChange={(event) => {
            const chosen = Number(event.target.value);
            const next = field.variants[chosen];
            if (next && variant)
              onChange({ kind: "variant", chosen, draft: draftOfVariant(next.field, variant.field, draft.draft) });
          }}
        >
          {field.variants.map(({ label }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the value
            <option key={index} value={index}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {variant && (
        <SchemaForm
          field={variant.field}
          draft={draft.draft}
          complaints={complaints}
          path={path}
          onChange={(next) => onChange({ ...draft, draft: next })}
        />
      )}
    </div>
  );
}
