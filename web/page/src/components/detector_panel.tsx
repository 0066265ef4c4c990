import { change } from '../controller.ts';
import { labels } from '../language/coco_labels.ts';
import { models, rates, sizes } from '../settings.ts';
import { language, session, settings, siteModels, words } from '../store.ts';
import { ClassPicker } from './class_picker.tsx';
import { Range, Select } from './fields.tsx';
import { PrecisionChoice } from './precision_choice.tsx';
import { formatNumber } from './figures.tsx';

export function DetectorPanel() {
  const { detector } = words.value;
  const { hold, mode, model, score, size, xray } = settings.value;
  const possible = mode === 'pipelined' && session.value?.mode !== 'sequential' && session.value?.policy !== 'lossless';
  return (
    <section class="panel" aria-labelledby="detector-title">
      <h2 id="detector-title">{detector.title}</h2>
      <Select
        name="model"
        label={detector.model}
        value={model}
        options={models.map(modelOption)}
        onPick={(pick) => change({ model: pick })}
      />
      <PrecisionChoice />
      <Range
        name="size"
        label={hold === null ? detector.size : detector.sizeAtMost}
        value={size}
        least={sizes.least}
        most={sizes.most}
        step={sizes.step}
        show={(side) => `${side} × ${side}`}
        onPick={(pick) => change({ size: pick })}
      />
      <Range
        name="hold"
        label={detector.hold}
        value={possible ? (hold ?? 0) : 0}
        least={0}
        most={rates.most}
        step={1}
        disabled={!possible}
        show={(rate) => (!possible ? detector.holdImpossible : rate === 0 ? detector.holdOff : detector.holdRate(rate))}
        onPick={(pick) => change({ hold: pick === 0 ? null : pick })}
      />
      <Range
        name="score"
        label={detector.score}
        value={score}
        least={0.05}
        most={0.95}
        step={0.05}
        show={(value) => formatNumber(value, 2)}
        eager
        onPick={(pick) => change({ score: pick })}
      />
      <ClassPicker />
      <Select
        name="xray-class"
        label={detector.xray}
        value={xray === null ? '' : String(xray)}
        options={[
          { value: '', label: detector.xrayOff },
          ...labels[language.value].map((label, index) => ({ value: String(index), label })),
        ]}
        onPick={(pick) => change({ xray: pick === '' ? null : Number(pick) })}
      />
    </section>
  );
}

function modelOption(model: (typeof models)[number]) {
  const { absent, modelNames } = words.value.detector;
  const present = siteModels.value.includes(model);
  return { value: model, label: present ? modelNames[model] : `${modelNames[model]} (${absent})`, disabled: !present };
}
