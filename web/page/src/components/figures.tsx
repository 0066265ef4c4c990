import { useComputed } from '@preact/signals';
import { kitchen, language, session, variantChoice, words } from '../store.ts';

/** The figures that matter most, always in sight. */
export function Figures() {
  const { figures, engine, detector } = words.value;
  const facts = session.value;
  const variant = facts?.variant ?? variantChoice.value?.variant ?? null;
  return (
    <dl class="figures" aria-label={figures.label}>
      <Figure
        name="fps"
        label={figures.framesPerSecond}
        hint={figures.framesPerSecondHint}
        of={(view) => view.framesPerSecond}
        digits={1}
      />
      <Figure
        name="latency"
        label={figures.latency}
        hint={figures.latencyHint}
        of={(view) => view.latencyMs}
        unit={figures.milliseconds}
      />
      <Figure
        name="staleness"
        label={figures.staleness}
        hint={figures.stalenessHint}
        of={(view) => view.stalenessMs}
        unit={figures.milliseconds}
      />
      <div class="figure" title={variantReason()}>
        <dt data-testid="figure-precision" data-precision={facts?.precision ?? ''}>
          {facts === null
            ? figures.engine
            : figures.inPrecision(figures.threads(facts.threads), detector.precisionNames[facts.precision].toLowerCase())}
        </dt>
        <dd data-testid="figure-variant" data-variant={variant ?? ''} data-threads={facts?.threads ?? ''}>
          <span class="word">{variant === null ? '–' : engine.names[variant]}</span>
        </dd>
      </div>
    </dl>
  );
}

/** Why the variant runs that runs. */
export function variantReason(): string {
  const choice = variantChoice.value;
  const { reasons } = words.value.engine;
  return choice === null ? '' : choice.wished ? reasons.wished : reasons.fastest;
}

interface FigureProperties {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly of: (view: NonNullable<typeof kitchen.value>) => number;
  readonly digits?: number;
  readonly unit?: string;
}

function Figure({ name, label, hint, of, digits = 0, unit }: FigureProperties) {
  // A signal as a child: only the text changes, the component is not run again.
  const text = useComputed(() => (kitchen.value === null ? '–' : formatNumber(of(kitchen.value), digits)));
  return (
    <div class="figure" title={hint}>
      <dt>{label}</dt>
      <dd data-testid={`figure-${name}`}>
        <span class="value">{text}</span>
        {unit !== undefined && <span class="unit"> {unit}</span>}
      </dd>
    </div>
  );
}

export function formatNumber(value: number, digits: number): string {
  return value.toLocaleString(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
