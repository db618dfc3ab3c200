import { courseOf } from '../src/core/course';
import type { Athlete, Frame, LiveEntry, Race } from '../src/core/model';

// A field on a hilly course by the sea, each of its messages as a server would send it.

const startsAt = Date.parse('2026-06-14T07:00:00Z');
const points = 1_500;
const lengthMetres = 42_000;

function line(): [number, number][] {
  return Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    const reach = 0.05 + 0.014 * Math.sin(5 * angle) + 0.004 * Math.sin(17 * angle);
    return [-3.08 + 1.45 * reach * Math.cos(angle), 47.6 + reach * Math.sin(angle)];
  });
}

function heights(): number[] {
  return Array.from({ length: 400 }, (_, i) => 60 + 55 * Math.sin(i / 22) + 20 * Math.sin(i / 5));
}

function athlete(index: number): Athlete {
  return {
    bib: String(index + 1), name: `Athlete ${index + 1}`, category: `c${index % 4}`, wave: 'w', variant: null, board: 0, team: '',
  };
}

/** At a high rate everybody moves by half a pixel each frame: the worst case. */
export function raceOf(athletes: number, rate: number): Race {
  return {
    slug: 'bench', name: 'Bench', starts_at: new Date(startsAt).toISOString(), time_zone: 'UTC', rehearsal: { rate },
    course: {
      length_m: lengthMetres, official_length_m: lengthMetres,
      legs: [
        {
          id: 'run', name: 'Run', sport: 'run', laps: 1, begin_m: 0, end_m: lengthMetres, line: line(),
          heights_m: heights(), heights_step_m: lengthMetres / 399,
        },
      ],
      points: [0, 10_000, 21_097, 30_000, lengthMetres].map((along_m, index) => ({
        index, id: `p${index}`, name: ['Start', 'Chapel', 'Half', 'Lighthouse', 'Finish'][index]!,
        kind: index === 0 ? 'start' : index === 4 ? 'finish' : 'split', leg: 0, lap: 1, along_m,
        position: line()[Math.min(Math.round((along_m / lengthMetres) * (points - 1)), points - 1)]!,
      })),
    },
    variants: [], waves: [{ id: 'w', name: 'All', gun: new Date(startsAt).toISOString() }],
    categories: ['c0', 'c1', 'c2', 'c3'].map((id) => ({ id, name: id })),
    boards: [{ id: 'overall', name: 'Overall' }],
    entries: Array.from({ length: athletes }, (_, index) => athlete(index)),
  };
}

/** One of each state stands at the end of the field, to be looked at. */
const shownStates: Partial<LiveEntry>[] = [
  { status: 'finished' }, { status: 'did_not_finish' }, { status: 'silent' }, { status: 'stopped' }, { status: 'not_started' },
];

function entryOf(race: Race, index: number, seconds: number): LiveEntry {
  const { rate } = race.rehearsal!;
  const count = race.entries.length;
  const speed = 2 + (2.4 * (count - index)) / count;
  const along = (speed * (seconds + 7_000)) % lengthMetres;
  const [lon, lat] = courseOf(race.course).positionAt(along);
  // One in twenty has not been heard for a while.
  const late = index % 20 === 7 ? 20 * rate : index % 20 === 13 ? 60 * rate : 0;
  return {
    bib: race.entries[index]!.bib, status: 'racing', rank: index + 1, gap_ms: index * 1000, along_m: Math.max(along - speed * late, 0),
    fix_time: new Date(startsAt + (seconds - late) * 1000).toISOString(), lat, lon, speed_mps: speed, battery_pct: 80,
    next_report_s: null, reason: 0, linked: false, ...shownStates[count - 1 - index],
  };
}

/** The message of that wall second. */
export function frameOf(race: Race, wallSecond: number): Frame {
  const second = wallSecond * race.rehearsal!.rate;
  return {
    type: second === 0 ? 'keyframe' : 'delta', id: `1.${wallSecond}`, race_time: new Date(startsAt + second * 1000).toISOString(),
    state: 'live', entries: race.entries.map((_, index) => entryOf(race, index, second)),
    passages: [], forecasts: [], grades: [], last_event: 0, events: [],
  };
}
