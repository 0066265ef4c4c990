import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkKey, networksOf, networksToTry } from '../../../web/page/src/networks.ts';
import type { Site, SiteModel } from '../../../web/page/src/offline/site.ts';

function model(name: string, withInt8: boolean): SiteModel {
  const files = { graph: `models/${name}.json`, weights: `models/${name}.bin`, bytes: 1 };
  return { name, ...files, ...(withInt8 ? { int8: `models/${name}.int8` } : {}) };
}

function site(...models: SiteModel[]): Site {
  return { writer: 'brigade', variants: ['simd'], models, media: {}, licences: 'licences.txt' };
}

const everything = site(model('centernet', true), model('nanodet', true));

test('int8 is offered only of models whose int8 weights the site names', () => {
  const keys = networksOf(site(model('centernet', false), model('nanodet', true))).map(networkKey);
  assert.deepEqual(keys, ['centernet f32', 'nanodet f32', 'nanodet int8']);
});

test('of a site that does not say what it holds every model in floats is tried', () => {
  assert.deepEqual(networksOf(null).map(networkKey), ['centernet f32', 'nanodet f32']);
});

test('in int8 the wished model in floats comes before another model', () => {
  const tried = networksToTry({ model: 'nanodet', precision: 'int8' }, networksOf(everything));
  assert.deepEqual(tried.map(networkKey), ['nanodet int8', 'nanodet f32', 'centernet int8', 'centernet f32']);
});

test('who wishes floats never gets int8', () => {
  const tried = networksToTry({ model: 'centernet', precision: 'f32' }, networksOf(everything));
  assert.deepEqual(tried.map(networkKey), ['centernet f32', 'nanodet f32']);
});

test('a model that the site has not is not tried', () => {
  const tried = networksToTry({ model: 'centernet', precision: 'int8' }, networksOf(site(model('nanodet', true))));
  assert.deepEqual(tried.map(networkKey), ['nanodet int8', 'nanodet f32']);
});
