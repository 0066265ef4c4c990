import { change } from '../controller.ts';
import { variants, type Mode, type Variant } from '../engine/protocol.ts';
import { capabilities, settings, variantChoice, words } from '../store.ts';
import { chooseThreads } from '../variants.ts';
import { Choice, Range } from './fields.tsx';
import { variantReason } from './figures.tsx';

const modes: readonly Mode[] = ['pipelined', 'sequential'];

/** How many cooks, how sharp the knives, and whether they work at once. */
export function EnginePanel() {
  const { engine } = words.value;
  const wish = settings.value;
  const running = variantChoice.value?.variant ?? null;
  const alone = running === 'single';
  const cores = capabilities.value?.cores ?? 1;
  const threads = capabilities.value === null || running === null ? 1 : chooseThreads(capabilities.value, wish.threads, running);
  return (
    <section class="panel" aria-labelledby="engine-title">
      <h2 id="engine-title">{engine.title}</h2>
      <Choice
        name="variant"
        label={engine.variant}
        value={wish.variant ?? ''}
        options={[
          {
            value: '',
            label: engine.automatic,
            detail: running === null ? '' : engine.running(engine.names[running], variantReason()),
          },
          ...variants.map(variantOption),
        ]}
        onPick={(pick) => change({ variant: pick === '' ? null : pick })}
      />
      <Range
        name="threads"
        label={engine.threads}
        value={threads}
        least={1}
        most={cores}
        step={1}
        disabled={alone || cores === 1}
        onPick={(pick) => change({ threads: pick })}
      />
      <Choice
        name="mode"
        label={engine.mode}
        value={alone ? 'sequential' : wish.mode}
        inRow
        options={modes.map((mode) => ({ value: mode, label: engine.modes[mode], disabled: alone }))}
        onPick={(pick) => change({ mode: pick })}
      />
      {alone && <p class="small">{engine.sequentialOnly}</p>}
    </section>
  );
}

function variantOption(variant: Variant) {
  const { engine } = words.value;
  const obstacle = variantChoice.value?.obstacles[variant] ?? null;
  const detail = obstacle === null ? engine.hints[variant] : engine.obstacles[obstacle];
  return { value: variant, label: engine.names[variant], disabled: obstacle !== null, detail };
}
