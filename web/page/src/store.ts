import { computed, signal } from '@preact/signals';
import type { HeldRate, SessionFacts, ShownTrack } from './engine/protocol.ts';
import { english, type Words } from './language/english.ts';
import { french } from './language/french.ts';
import { networksOf } from './networks.ts';
import type { KitchenView, QueueFlow } from './rates.ts';
import type { OfflineState } from './offline/isolation.ts';
import type { Site } from './offline/site.ts';
import { defaultSettings, languages, models, type Language, type Settings, type Theme } from './settings.ts';
import type { Source } from './sources/types.ts';
import type { Capabilities, VariantChoice } from './variants.ts';

/** What the page shows. Only controller.ts, session.ts and what they call write here; components read. */

export type Phase = 'idle' | 'loading' | 'running' | 'paused' | 'broken';

export interface Action {
  readonly name: keyof Words['actions'];
  readonly run: () => void;
}

/** A sentence that stays until it is dismissed or no longer true; it follows the language. */
export interface Notice {
  /** A newer notice on the same matter takes the older one's place. */
  readonly about:
    'parameters' | 'version' | 'engine' | 'variant' | 'model' | 'precision' | 'source' | 'recording' | 'action' | 'rate';
  readonly grave: boolean;
  readonly say: (words: Words) => string;
  readonly actions: readonly Action[];
}

export const settings = signal<Settings>(defaultSettings);
/** A file has no place in the settings: it cannot be opened again without the user. */
export const file = signal<File | null>(null);

export const phase = signal<Phase>('idle');
export const loadingStep = signal<keyof Words['loading']>('source');
export const notices = signal<readonly Notice[]>([]);
/** A short remark for eyes and ears, in the language of the moment. */
export const remark = signal('');
export const helpShown = signal(false);

/** What this site holds; null where it does not say. */
export const site = signal<Site | null>(null);
export const siteNetworks = computed(() => networksOf(site.value));
export const siteModels = computed(() => models.filter((model) => siteNetworks.value.some((network) => network.model === model)));
export const sample = computed(() => (site.value === null ? 'media/sample.mp4' : (site.value.media['sample'] ?? null)));
export const offlineState = signal<OfflineState | null>(null);
export const capabilities = signal<Capabilities | null>(null);
export const variantChoice = signal<VariantChoice | null>(null);
export const cameras = signal<readonly MediaDeviceInfo[]>([]);

export const source = signal<Source | null>(null);
export const canvas = signal<HTMLCanvasElement | null>(null);
export const session = signal<SessionFacts | null>(null);
export const recording = signal(false);
export const tracing = signal(false);

/** Some four times a second. */
export const kitchen = signal<KitchenView | null>(null);
export const flows = signal<readonly QueueFlow[]>([]);
/** Null where no rate is to be held. */
export const heldRate = signal<HeldRate | null>(null);
export const tracks = signal<readonly ShownTrack[]>([]);
export const pictureSize = signal<readonly [width: number, height: number]>([16, 9]);
export const trackRows = signal({ rows: 0, dropped: 0 });

const browserLanguage: Language = languages.find((language) => navigator.language.startsWith(language)) ?? 'en';
export const language = computed<Language>(() => settings.value.language ?? browserLanguage);
export const words = computed<Words>(() => (language.value === 'fr' ? french : english));

const darkPreferred = matchMedia('(prefers-color-scheme: dark)');
const preferredTheme = signal<Theme>(darkPreferred.matches ? 'dark' : 'light');
darkPreferred.addEventListener('change', () => (preferredTheme.value = darkPreferred.matches ? 'dark' : 'light'));
export const theme = computed<Theme>(() => settings.value.theme ?? preferredTheme.value);

export function notify(notice: Omit<Notice, 'actions'> & Partial<Pick<Notice, 'actions'>>): void {
  notices.value = [...notices.value.filter((one) => one.about !== notice.about), { actions: [], ...notice }];
}

export function dismiss(about: Notice['about']): void {
  if (notices.value.some((one) => one.about === about)) notices.value = notices.value.filter((one) => one.about !== about);
}

export function dismissGrave(about: Notice['about']): void {
  if (notices.value.some((one) => one.about === about && one.grave)) dismiss(about);
}
