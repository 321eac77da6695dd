import { useId } from "react";
import type { OpenEndpoints } from "@/lib/privacy/list-open-endpoints";

type ProviderSwitchesProps = {
  readonly providers: OpenEndpoints["providers"];
  readonly chosen: readonly string[];
  readonly onToggle: (slug: string) => void;
};

/** A switch for each provider of the catalog, with what its policy says. */
export function ProviderSwitches({ providers, chosen, onToggle }: ProviderSwitchesProps) {
  return (
    <fieldset className="grid min-w-0 gap-3 sm:grid-cols-2">
      <legend className="sr-only">Providers that this key may use</legend>
      {providers.map(({ slug, name, policy }) => (
        <Switch
          key={slug}
          name="provider[]"
          value={slug}
          label={name}
          hint={policy}
          checked={chosen.includes(slug)}
          onChange={() => onToggle(slug)}
        />
      ))}
    </fieldset>
  );
}

type Policies = { readonly zeroRetentionOnly: boolean; readonly denyCollection: boolean };
type PolicySwitchesProps = Policies & { readonly onChange: (change: Partial<Policies>) => void };

/** What the policies of all providers that the key uses must say. */
export function PolicySwitches({ zeroRetentionOnly, denyCollection, onChange }: PolicySwitchesProps) {
  return (
    <fieldset className="grid min-w-0 gap-3 border-t border-line pt-3 sm:grid-cols-2">
      <legend className="sr-only">Data policies</legend>
      <Switch
        name="zeroRetentionOnly"
        label="Zero data retention only"
        hint="Providers that keep prompts, or may, are not used."
        checked={zeroRetentionOnly}
        onChange={() => onChange({ zeroRetentionOnly: !zeroRetentionOnly })}
      />
      <Switch
        name="denyCollection"
        label="No training or publication"
        hint="Providers that train on inputs or publish them, or may, are not used."
        checked={denyCollection}
        onChange={() => onChange({ denyCollection: !denyCollection })}
      />
    </fieldset>
  );
}

type SwitchProps = {
  readonly name: string;
  readonly value?: string;
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: () => void;
};

/**
 * A switch without an error of its own. Not the SwitchField of other forms: sharing it with this page would split a file
 * of the list of keys in two, which compress worse than one.
 */
function Switch({ name, value, label, hint, checked, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 items-start gap-3 max-sm:min-h-11">
      <span className="flex h-5 items-center">
        <input
          id={id}
          type="checkbox"
          role="switch"
          name={name}
          value={value}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          checked={checked}
          onChange={onChange}
          className="slide"
        />
      </span>
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="cursor-pointer font-medium">
          {label}
        </label>
        <div id={`${id}-hint`} className="text-sm text-ink-muted">
          {hint}
        </div>
      </div>
    </div>
  );
}
