import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** The few kinds of controls of which the panels are made. */

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectProperties<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onPick: (value: Value) => void;
}

export function Select<Value extends string>({ name, label, value, options, onPick }: SelectProperties<Value>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select data-testid={name} value={value} onChange={(event) => onPick(event.currentTarget.value as Value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RangeProperties {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly show?: (value: number) => string;
  readonly disabled?: boolean;
  /** While the slider moves, or only when it is let go: what restarts a session should not run at every step. */
  readonly eager?: boolean;
  readonly onPick: (value: number) => void;
}

export function Range({
  name,
  label,
  value,
  least,
  most,
  step,
  show = String,
  disabled = false,
  eager = false,
  onPick,
}: RangeProperties) {
  const [moving, setMoving] = useState<number | null>(null);
  function moved(event: Event) {
    const next = (event.currentTarget as HTMLInputElement).valueAsNumber;
    if (eager) onPick(next);
    else setMoving(next);
  }
  function settled(event: Event) {
    setMoving(null);
    if (!eager) onPick((event.currentTarget as HTMLInputElement).valueAsNumber);
  }
  const text = show(moving ?? value);
  return (
    <label class="field">
      <span>
        {label} <output>{text}</output>
      </span>
      <input
        type="range"
        data-testid={name}
        min={least}
        max={most}
        step={step}
        value={moving ?? value}
        disabled={disabled}
        aria-label={label}
        aria-valuetext={text}
        onInput={moved}
        onChange={settled}
      />
    </label>
  );
}

interface ChoiceProperties<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (Option<Value> & { readonly detail?: ComponentChildren })[];
  /** In a row like a switch, or below each other with details. */
  readonly inRow?: boolean;
  readonly onPick: (value: Value) => void;
}

export function Choice<Value extends string>({ name, label, value, options, inRow = false, onPick }: ChoiceProperties<Value>) {
  return (
    <fieldset class={inRow ? 'choice row' : 'choice'}>
      <legend>{label}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class={option.disabled === true ? 'option unavailable' : 'option'}>
            <input
              type="radio"
              name={name}
              value={option.value}
              data-testid={`${name}-${option.value}`}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onPick(option.value)}
            />
            <span class="option-name">{option.label}</span>
            {option.detail !== undefined && <small>{option.detail}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
