import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings, type Settings } from '../../../web/page/src/settings.ts';
import { settingsFromQuery, settingsToQuery } from '../../../web/page/src/settings_query.ts';

const everythingChanged: Settings = {
  source: 'camera',
  camera: 'back',
  resolution: '1280x720',
  capture: 'canvas',
  model: 'nanodet',
  precision: 'int8',
  size: 416,
  threads: 2,
  mode: 'sequential',
  hold: 15,
  variant: 'simd',
  score: 0.5,
  classes: [0, 9],
  xray: 2,
  language: 'fr',
  theme: 'dark',
};

test('a query that was written is read back to the same settings', () => {
  const { settings, problems } = settingsFromQuery(settingsToQuery(everythingChanged, true));
  assert.deepEqual(settings, everythingChanged);
  assert.deepEqual(problems, []);
});

test('only what differs from the defaults is written, and the model always', () => {
  assert.equal(settingsToQuery(defaultSettings, true), 'model=centernet');
  assert.equal(settingsToQuery({ ...defaultSettings, size: 512 }, true), 'model=centernet&size=512');
});

test('classes are named by their labels', () => {
  assert.match(settingsToQuery(everythingChanged, true), /classes=person,traffic\+light&xray=car/);
  assert.deepEqual(settingsFromQuery('classes=car, person,car').settings.classes, [0, 2]);
});

test('the id of a device is remembered but not shared', () => {
  const ofThisMachine = { ...defaultSettings, camera: '4f1c' };
  assert.match(settingsToQuery(ofThisMachine, false), /camera=4f1c/);
  assert.doesNotMatch(settingsToQuery(ofThisMachine, true), /camera/);
});

test('what is not understood is named and ignored', () => {
  const { settings, problems } = settingsFromQuery(
    '?model=yolo&precision=int4&size=321&score=1.5&threads=0&hold=0&classes=person,unicorn&fish=1&variant=simd',
  );
  assert.deepEqual(settings, { variant: 'simd' });
  assert.deepEqual(problems, [
    'model=yolo',
    'precision=int4',
    'size=321',
    'score=1.5',
    'threads=0',
    'hold=0',
    'classes=person,unicorn',
    'fish=1',
  ]);
});

test('autostart is no setting and no problem', () => {
  assert.deepEqual(settingsFromQuery('?autostart=1'), {
    settings: {},
    problems: [],
  });
});
