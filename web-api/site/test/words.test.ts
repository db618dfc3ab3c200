import { describe, expect, test, vi } from 'vitest';
import en from '../messages/en.json';
import fr from '../messages/fr.json';
import { clockText, isVague } from '../src/words/arrivals';
import { duration } from '../src/words/duration';
import { filled } from '../src/words/messages';
import { Words } from '../src/words/words';
import { arrival, entry, second } from './support';

const words = new Words(en, 'en', 'UTC');

describe('a duration', () => {
  test('has no hours below one hour', () => expect(duration(245_900)).toBe('4:05'));
  test('has hours above', () => expect(duration(3_723_000)).toBe('1:02:03'));
  test('before the start is negative', () => expect(duration(-61_000)).toBe('−1:01'));
});

describe('a gap', () => {
  test('of the leader is a word', () => expect(words.gap(entry({ rank: 1, gap_ms: 0 }))).toBe('leader'));
  test('of the others is a time', () => expect(words.gap(entry({ rank: 2, gap_ms: 83_000 }))).toBe('+1:23'));
  test('is empty when unknown', () => expect(words.gap(entry({ rank: 3, gap_ms: null }))).toBe(''));
});

describe('a passage says', () => {
  const passage = {
    bib: '1', point: 'lap', leg: 0, lap: 1, time: '', standard_error_ms: 420, source: 'gps', revision: 0,
    bridged: false, settled: true,
  };
  test('how sure it is', () => expect(words.passage(passage)).toBe(' ± 0.4 s'));
  test('that nobody saw it', () => expect(words.passage({ ...passage, bridged: true })).toBe(' ± 0.4 s, bridged'));
  test('that a person corrected it', () =>
    expect(words.passage({ ...passage, source: 'official' })).toBe(' ± 0.4 s, corrected'));
  test('that a better time follows', () =>
    expect(words.passage({ ...passage, settled: false })).toBe(' ± 0.4 s, not settled yet'));
});

describe('a dot says', () => {
  test('that it is live', () => expect(words.age(entry(), second(2), 1)).toBe('live'));
  test('that it is predicted', () => expect(words.age(entry(), second(12), 1)).toBe('predicted from 12 s ago'));
  test('how late it is', () => expect(words.age(entry(), second(95), 1)).toBe('late by 1:35'));
  test('that its athlete stands', () =>
    expect(words.age(entry({ status: 'stopped' }), second(9), 1)).toBe('stopped, seen 9 s ago'));
  test('why its unit is silent', () =>
    expect(words.age(entry({ status: 'silent', reason: 3 }), second(120), 1)).toBe('unit silent for 2:00: battery low'));
  test('that it is live, a report of one wall second ago in a fast rehearsal', () =>
    expect(words.age(entry(), second(16), 15)).toBe('live'));
  test('that there is none yet', () => expect(words.age(undefined, second(0), 1)).toBe('no position yet'));
  test('its status alone where that says all', () => {
    expect(words.state(entry({ status: 'did_not_finish' }), second(99), 1)).toBe('did not finish');
    expect(words.state(entry(), second(95), 1)).toBe('late by 1:35');
  });
});

describe('an expected time', () => {
  const said = (...p: [number, number, number]) => words.arrival(arrival(...p), 'finish');
  test('is said to the minute', () => expect(said(39.9, 42.2, 45.1)).toBe('finish about 08:42 (08:39–08:46)'));
  test('is round when it is wide', () => expect(said(31, 42, 54)).toBe('finish roughly 08:40 (08:30–08:55)'));
  test('has no middle when it is wider', () => expect(said(62, 100, 140)).toBe('finish between 09:00 and 10:30'));
  test('is a span alone where there is little room', () =>
    expect(words.arrivalSpan(arrival(31, 42, 54), 'finish')).toBe('finish 08:30–08:55'));
  test('is vague when it is wide', () => {
    expect(isVague(arrival(36, 42, 48))).toBe(false);
    expect(isVague(arrival(36, 42, 48.1))).toBe(true);
  });
  test('is told by the clock of the place', () => expect(clockText(second(0), 'Europe/Paris')).toBe('10:00'));
  test('costs one formatter, however many clocks a board shows', () => {
    const made = vi.spyOn(Intl, 'DateTimeFormat');

    for (let at = 0; at < 1000; at++) clockText(second(30 * at), 'Asia/Kathmandu');

    expect(made).toHaveBeenCalledTimes(1);
    expect(clockText(second(59), 'Asia/Kathmandu')).toBe('13:45');
    expect(clockText(second(60), 'Asia/Kathmandu')).toBe('13:46');
    made.mockRestore();
  });
  test('is told by UTC where nobody knows the zone', () => expect(clockText(second(0), 'Moon/Base')).toBe('08:00'));
  test('says what weighs in it', () => {
    expect(words.reasons(arrival(1, 2, 3))).toBe('own pace');
    expect(words.reasons(arrival(1, 2, 3, { slopes_s: 130, field_s: -15, athletes: 12, standing_s: 60 }))).toBe(
      'own pace, slopes +2:10, field −0:15 by 12, standing for 1:00',
    );
  });
  test('names nobody where nobody has been yet', () =>
    expect(words.reasons(arrival(1, 2, 3, { field_s: 94 }))).toBe('own pace, field +1:34 as elsewhere'));
  test('is graded', () => {
    expect(words.grade([])).toBe('');
    expect(words.grade([{ horizon: 'near', forecasts: 200, inside: 160 }, { horizon: 'far', forecasts: 12, inside: 8 }])).toBe(
      'Of 212 expected times that came true in the last hour of racing, 79 % were inside their span (80 % is right).',
    );
  });
});

describe('messages', () => {
  const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

  test('are filled where they have a gap, and keep one that nobody fills', () =>
    expect(filled('{a} of {b}', { a: 3 })).toBe('3 of {b}'));
  test('say in French whatever they say in English', () =>
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort()));
  test('have the same gaps in each language', () => {
    const ofEnglish = Object.fromEntries(Object.entries(en).map(([key, text]) => [key, gaps(text)]));
    const ofFrench = Object.fromEntries(Object.entries(fr).map(([key, text]) => [key, gaps(text)]));
    expect(ofFrench).toEqual(ofEnglish);
  });
  test('are not the English ones in French', () => {
    const isSentence = (text: string) => text.replace(/\{\w+\}/g, '').length > 12;
    const alike = Object.entries(en).filter(([key, text]) => isSentence(text) && fr[key as keyof typeof en] === text);
    expect(alike).toEqual([]);
  });
  test('write numbers as their readers do', () => {
    expect(words.number(3.44)).toBe('3.4');
    expect(new Words(fr, 'fr', 'UTC').number(3.44)).toBe('3,4');
  });
});
