import { useComputed } from '@preact/signals';
import type { StageName } from '../engine/protocol.ts';
import type { StationView } from '../rates.ts';
import { heldRate, kitchen, words } from '../store.ts';
import { formatNumber } from './figures.tsx';
import { Icon } from './icon.tsx';

interface StationProperties {
  readonly name: StageName;
  /** The user points at the station, or no longer does. */
  readonly onPoint: (pointed: boolean) => void;
}

export function Station({ name, onPoint }: StationProperties) {
  const view = useComputed(() => kitchen.value?.stations.find((station) => station.name === name) ?? null).value;
  const text = words.value.kitchen;
  const classes = ['station', view?.slowest === true ? 'slowest' : '', view === null ? 'cold' : ''].join(' ').trim();
  return (
    <article
      class={classes}
      tabIndex={0}
      aria-labelledby={`station-${name}`}
      aria-describedby="kitchen-board"
      data-testid={`station-${name}`}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
    >
      <header class="plate">
        <Icon name={name} />
        <h3 id={`station-${name}`}>{text.stations[name]}</h3>
        <span class="pace">{view?.slowest === true ? text.slowest : ''}</span>
        <span class="throughput" data-testid={`${name}-throughput`}>
          {view === null ? '–' : formatNumber(view.perSecond, 1)}
          <small> {text.perSecond}</small>
        </span>
      </header>
      <div class="utilisation" aria-hidden="true">
        <div class="load" style={{ transform: `scaleX(${(view?.utilisation ?? 0).toFixed(3)})` }} />
      </div>
      <Details name={name} view={view} />
    </article>
  );
}

/** The rate that is held, where one is: what was chosen, what came of it, and why. */
function Held({ perSecond }: { perSecond: number | null }) {
  const rate = heldRate.value;
  const { held, heldBecause, atMost } = words.value.kitchen;
  const change = rate?.changes.at(-1);
  if (rate === null || perSecond === null) return null;
  return (
    <p class="held" data-testid="detect-held">
      {held(rate.size, rate.threads, formatNumber(perSecond, 1), rate.wanted)}{' '}
      <small>{change === undefined ? atMost : heldBecause[change.reason](change.from, Math.round(change.took_ms))}</small>
    </p>
  );
}

/** The lines below the bar; each keeps its place when it has nothing to say. */
function Details({ name, view }: { name: StageName; view: StationView | null }) {
  const text = words.value.kitchen;
  const causes: Readonly<Record<string, string | undefined>> = text.causes;
  const drops = view?.drops.map(([cause, count]) => text.dropped(count, causes[cause] ?? cause)) ?? [];
  return (
    <>
      <p class="service" data-testid={`${name}-service`}>
        {view === null || view.serviceMs === null
          ? text.idle
          : `${formatNumber(view.serviceMs, view.serviceMs < 10 ? 2 : 1)} ${text.service}`}
      </p>
      <p class="busy" data-testid={`${name}-utilisation`}>
        {view !== null && text.busy(Math.round(view.utilisation * 100))}
      </p>
      {name === 'detect' && <Held perSecond={view?.perSecond ?? null} />}
      <p class="drops" data-testid={`${name}-drops`}>
        {drops.join(', ')}
      </p>
      <p class="depth" data-testid={`${name}-depth`}>
        {view !== null && name !== 'capture' && text.queue(view.depth)}
      </p>
    </>
  );
}
