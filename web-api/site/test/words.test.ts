import { describe, expect, test } from 'vitest';
import { ageText, duration, gapText, passageWords } from '../src/words';
import { entry, second } from './support';

describe('a duration', () => {
  test('has no hours below one hour', () => expect(duration(245_900)).toBe('4:05'));
  test('has hours above', () => expect(duration(3_723_000)).toBe('1:02:03'));
  test('before the start is negative', () => expect(duration(-61_000)).toBe('−1:01'));
});

describe('a gap', () => {
  test('of the leader is a word', () => expect(gapText(entry({ rank: 1, gap_ms: 0 }))).toBe('leader'));
  test('of the others is a time', () => expect(gapText(entry({ rank: 2, gap_ms: 83_000 }))).toBe('+1:23'));
  test('is empty when unknown', () => expect(gapText(entry({ rank: 3, gap_ms: null }))).toBe(''));
});

describe('a passage says', () => {
  const passage = {
    bib: '1', point: 'lap', leg: 0, lap: 1, time: '', standard_error_ms: 420, source: 'gps', revision: 0,
    bridged: false, settled: true,
  };
  test('how sure it is', () => expect(passageWords(passage)).toBe(' ± 0.4 s'));
  test('that nobody saw it', () => expect(passageWords({ ...passage, bridged: true })).toBe(' ± 0.4 s, bridged'));
  test('that a person corrected it', () =>
    expect(passageWords({ ...passage, source: 'official' })).toBe(' ± 0.4 s, corrected'));
  test('that a better time follows', () =>
    expect(passageWords({ ...passage, settled: false })).toBe(' ± 0.4 s, not settled yet'));
});

describe('a dot says', () => {
  test('that it is live', () => expect(ageText(entry(), second(2), 1)).toBe('live'));
  test('that it is predicted', () => expect(ageText(entry(), second(12), 1)).toBe('predicted from 12 s ago'));
  test('how late it is', () => expect(ageText(entry(), second(95), 1)).toBe('late by 1:35'));
  test('that its athlete stands', () =>
    expect(ageText(entry({ status: 'stopped' }), second(9), 1)).toBe('stopped, seen 9 s ago'));
  test('why its unit is silent', () =>
    expect(ageText(entry({ status: 'silent', reason: 3 }), second(120), 1)).toBe('unit silent for 2:00: battery low'));
  test('that it is live, a report of one wall second ago in a fast rehearsal', () =>
    expect(ageText(entry(), second(16), 15)).toBe('live'));
  test('that there is none yet', () => expect(ageText(undefined, second(0), 1)).toBe('no position yet'));
});
