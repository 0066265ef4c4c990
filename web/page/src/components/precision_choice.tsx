import { change } from '../controller.ts';
import { precisions, type Precision } from '../engine/protocol.ts';
import { session, settings, siteNetworks, words } from '../store.ts';
import { Choice } from './fields.tsx';

/** Floats or int8, where the site has weights for both; also where it has none, but int8 is wished and can be taken back. */
export function PrecisionChoice() {
  const { detector } = words.value;
  const wish = settings.value.precision;
  const offered = siteNetworks.value.some(({ precision }) => precision === 'int8');
  if (!offered && wish !== 'int8') return null;
  return (
    <>
      <Choice
        name="precision"
        label={detector.precision}
        value={wish}
        inRow
        options={precisions.map(precisionOption)}
        onPick={(pick) => change({ precision: pick })}
      />
      <Integers />
    </>
  );
}

/** How much of a network in int8 computes in integers; without SIMD nothing does. */
function Integers() {
  const { inIntegers, noIntegers } = words.value.detector;
  if (session.value?.precision !== 'int8') return null;
  const steps = session.value.integer_operators;
  return (
    <p class="small" data-testid="integers">
      {steps === 0 ? noIntegers : inIntegers(steps)}
    </p>
  );
}

function precisionOption(precision: Precision) {
  const { absent, precisionNames } = words.value.detector;
  const { model } = settings.value;
  const present = siteNetworks.value.some((network) => network.model === model && network.precision === precision);
  const name = precisionNames[precision];
  return { value: precision, label: present ? name : `${name} (${absent})`, disabled: !present };
}
