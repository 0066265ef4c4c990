import type { FrameFacts } from '../engine/protocol.ts';

type Matrix = FrameFacts['matrix'];

const knownMatrices: Partial<Record<string, Matrix>> = {
  bt709: 'bt709',
  'bt2020-ncl': 'bt709', // the nearer of the two
  bt470bg: 'bt601',
  smpte170m: 'bt601',
};
const highDefinitionRows = 720;

/** Cameras mostly leave it open; then the size tells, as in stages/capture/i420_converter.cpp. */
export function matrixOf(named: string | null | undefined, rows: number): Matrix {
  return knownMatrices[named ?? ''] ?? (rows >= highDefinitionRows ? 'bt709' : 'bt601');
}
