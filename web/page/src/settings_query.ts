import { precisions, variants } from './engine/protocol.ts';
import { labels } from './language/coco_labels.ts';
import {
  captureWishes,
  defaultSettings,
  languages,
  models,
  rates,
  resolutions,
  sizes,
  sourceChoices,
  themes,
} from './settings.ts';
import type { Settings } from './settings.ts';

/** How one setting is written in a query; `read` gives undefined for what it does not understand. */
interface Parameter<Value> {
  readonly name: string;
  read(text: string): Value | undefined;
  write(value: NonNullable<Value>): string;
}

function oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Parameter<Choice> {
  return { name, read: (text) => choices.find((choice) => choice === text), write: (choice) => choice };
}

function number(name: string, fits: (value: number) => boolean): Parameter<number> {
  const read = (text: string) => (/^\d+(\.\d+)?$/.test(text) && fits(Number(text)) ? Number(text) : undefined);
  return { name, read, write: String };
}

const english = labels.en;
const indexOf = (label: string) => english.indexOf(label.trim().toLowerCase());

function readClasses(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const indices = text.split(',').map(indexOf);
  return indices.includes(-1) ? undefined : [...new Set(indices)].sort((a, b) => a - b);
}

const parameters: { readonly [Key in keyof Settings]: Parameter<Settings[Key]> } = {
  source: oneOf('source', sourceChoices),
  camera: { name: 'camera', read: (text) => text || undefined, write: (camera) => camera },
  resolution: oneOf('resolution', resolutions),
  capture: oneOf('capture', captureWishes),
  model: oneOf('model', models),
  precision: oneOf('precision', precisions),
  size: number('size', (size) => size >= sizes.least && size <= sizes.most && size % sizes.step === 0),
  threads: number('threads', (threads) => Number.isInteger(threads) && threads >= 1 && threads <= 64),
  mode: oneOf('mode', ['pipelined', 'sequential']),
  hold: number('hold', (rate) => Number.isInteger(rate) && rate >= rates.least && rate <= rates.most),
  variant: oneOf('variant', variants),
  score: number('score', (score) => score <= 1),
  classes: { name: 'classes', read: readClasses, write: (classes) => classes.map((index) => english[index]).join(',') },
  xray: { name: 'xray', read: (text) => (indexOf(text) < 0 ? undefined : indexOf(text)), write: (index) => english[index] ?? '' },
  language: oneOf('lang', languages),
  theme: oneOf('theme', themes),
};

/** Parameters that are no settings, and none of the page's business to complain about. */
const otherNames = ['autostart'];

export interface ReadSettings {
  readonly settings: Partial<Settings>;
  /** "name=value" of what is not understood, to be named to the user. */
  readonly problems: readonly string[];
}

export function settingsFromQuery(query: string): ReadSettings {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    if (otherNames.includes(name)) continue;
    const entry = Object.entries(parameters).find(([, parameter]) => parameter.name === name);
    const value: unknown = entry?.[1].read(text);
    if (entry === undefined || value === undefined) problems.push(`${name}=${text}`);
    else settings[entry[0]] = value;
  }
  return { settings, problems };
}

/** What differs from the defaults. A device's id means nothing on another machine, so `shared` leaves it out. */
export function settingsToQuery(settings: Settings, shared: boolean): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(parameters) as (keyof Settings)[]) {
    const value = settings[key];
    const usual = key !== 'model' && String(value) === String(defaultSettings[key]); // which model is usual depends on the site
    if (value === null || usual) continue;
    if (shared && key === 'camera' && value !== 'back') continue;
    const parameter = parameters[key] as Parameter<unknown>;
    query.set(parameter.name, parameter.write(value));
  }
  return query.toString().replaceAll('%2C', ',');
}
