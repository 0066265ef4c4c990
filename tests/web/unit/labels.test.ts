import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { countedLabel, labels } from '../../../web/page/src/language/coco_labels.ts';

test('the English labels are those of the detectors, in their order', () => {
  const source = readFileSync(new URL('../../../models/labels.cpp', import.meta.url), 'utf8');
  const list = /kCocoLabels\{([^}]*)\}/.exec(source)?.[1] ?? '';
  assert.deepEqual(
    labels.en,
    [...list.matchAll(/"([^"]+)"/g)].map(([, label]) => label),
  );
});

test('every label has a French name of its own', () => {
  assert.equal(labels.fr.length, labels.en.length);
  assert.equal(new Set(labels.fr).size, labels.fr.length);
});

test('counts are said as people say them', () => {
  const said = (language: 'en' | 'fr', label: string, count: number) => countedLabel(language, labels.en.indexOf(label), count);
  assert.equal(said('en', 'person', 1), '1 person');
  assert.equal(said('en', 'person', 3), '3 people');
  assert.equal(said('en', 'bus', 2), '2 buses');
  assert.equal(said('en', 'skis', 2), '2 skis');
  assert.equal(said('fr', 'person', 3), '3 personnes');
  assert.equal(said('fr', 'train', 2), '2 trains');
  assert.equal(said('fr', 'traffic light', 2), '2 feux de circulation');
  assert.equal(said('fr', 'horse', 2), '2 chevaux');
  assert.equal(said('fr', 'boat', 2), '2 bateaux');
  assert.equal(said('fr', 'bus', 2), '2 bus');
});
