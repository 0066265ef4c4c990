import { useSignal } from '@preact/signals';
import { change } from '../controller.ts';
import { labels } from '../language/coco_labels.ts';
import { language, settings, words } from '../store.ts';

/** "Vélo" is found by "velo". */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Which of the 80 classes are shown; none chosen means all. */
export function ClassPicker() {
  const search = useSignal('');
  const { detector } = words.value;
  const { classes } = settings.value;
  const found = labels[language.value]
    .map((label, index) => ({ label, index }))
    .filter(({ label }) => plain(label).includes(plain(search.value)));
  function toggle(index: number) {
    const others = classes.filter((one) => one !== index);
    change({ classes: classes.includes(index) ? others : [...others, index].sort((a, b) => a - b) });
  }
  return (
    <details class="picker" data-testid="classes">
      <summary>
        {detector.classes} <output>{classes.length === 0 ? detector.allClasses : detector.someClasses(classes.length)}</output>
      </summary>
      <div class="picker-head">
        <input
          type="search"
          data-testid="class-search"
          placeholder={detector.search}
          aria-label={detector.search}
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
        <button data-testid="classes-all" disabled={classes.length === 0} onClick={() => change({ classes: [] })}>
          {detector.showAll}
        </button>
      </div>
      <div class="picker-list" role="group" aria-label={detector.classes}>
        {found.map(({ label, index }) => (
          <label key={index} class="tick">
            <input
              type="checkbox"
              data-testid={`class-${index}`}
              checked={classes.includes(index)}
              onChange={() => toggle(index)}
            />
            {label}
          </label>
        ))}
        {found.length === 0 && <p class="small">{detector.noneFound}</p>}
      </div>
    </details>
  );
}
