import { duration } from '../words/duration';
import type { Words } from '../words/words';
import { gapText } from './axes';
import type { Scene } from './desk';
import type { FlowPoint } from './flow_graph';
import { gapAt, gapNow } from './gaps';
import { alongAt, type Line, timeAt } from './line';

// The same facts as the graphs, in words and as a table: for who does not see them, and for who wants numbers.

const mostPoints = 2; // columns of the table
const mostNamed = 3; // in one sentence

export interface GraphRow {
  bib: string;
  name: string;
  /** Among those who stand out. */
  place: number;
  along: string;
  gap: string;
  /** The gap at each point; of whom gaps are to, the own time there. */
  cells: string[];
}

export interface GraphTable {
  points: { key: string; name: string }[];
  rows: GraphRow[];
}

/** What is needed to say it. */
export interface Naming {
  words: Words;
  nameOf(bib: string): string;
}

/** Who is where, how far apart, and how far apart at the last timing points where that is known. */
export function graphTable({ chosen, other, course }: Scene, { nameOf, words }: Naming): GraphTable {
  const isCompared = (along: number) =>
    other && chosen.some((line) => line.bib !== other.bib && gapAt(line, other, along) !== undefined);
  const passed = course.points.filter(({ kind, along_m }) => kind !== 'start' && isCompared(along_m)).slice(-mostPoints);
  const rows = chosen.map((line, place): GraphRow => {
    const along = line.alongs[line.alongs.length - 1];
    return {
      bib: line.bib, name: nameOf(line.bib), place,
      along: along === undefined ? '' : words.number(along / 1000),
      gap: line.bib === other?.bib ? '' : gapWords(other && gapNow(line, other)),
      cells: passed.map(({ along_m }) => cellOf(line, other, along_m)),
    };
  });
  return { points: passed.map(({ id, leg, lap, name }) => ({ key: `${leg}/${lap}/${id}`, name })), rows };
}

function cellOf(line: Line, other: Line | undefined, along: number): string {
  const time = timeAt(line, along);
  if (line.bib === other?.bib) return time === undefined ? '' : duration(time - line.began);
  return gapWords(other && gapAt(line, other, along));
}

const gapWords = (gap: number | undefined): string => (gap === undefined ? '' : gapText(gap));

/** "7 Ada leads. At Chapel: 12 Ben +0:34." */
export function graphSummary(scene: Scene, naming: Naming): string {
  const { words, nameOf } = naming;
  if (!scene.other) return words.say('graph.none');
  const { points, rows } = graphTable(scene, naming);
  const name = nameOf(scene.other.bib);
  const last = points[points.length - 1];
  const told = rows
    .filter(({ bib, cells }) => bib !== scene.other?.bib && cells[cells.length - 1])
    .slice(0, mostNamed)
    .map((row) => `${row.name} ${row.cells[row.cells.length - 1]}`);
  const who = words.say(scene.isToLeader ? 'graph.leads' : 'graph.to', { name });
  if (!last || told.length === 0) return who;
  return `${who} ${words.say('graph.at', { point: last.name, gaps: told.join(', ') })}`;
}

/** What is under the cursor: whose line, or where those who stand out were then. */
export function pointWords({ time, along, line }: FlowPoint, scene: Scene, { words, nameOf }: Naming): string {
  const clock = duration(time - scene.startsAt);
  const km = (metres: number) => `${words.number(metres / 1000)} km`;
  if (line) return `${clock} · ${nameOf(line.bib)} · ${km(along)}`;
  const were = scene.chosen.flatMap((each) => {
    const there = alongAt(each, time);
    return there === undefined ? [] : [`${nameOf(each.bib)} ${km(there)}`];
  });
  return [clock, ...(were.length > 0 ? were.slice(0, mostNamed) : [km(along)])].join(' · ');
}

/** The gaps at a place. */
export function placeWords(along: number, { chosen, other }: Scene, { words, nameOf }: Naming): string {
  const told = chosen.flatMap((line) => {
    const gap = other && line.bib !== other.bib ? gapAt(line, other, along) : undefined;
    return gap === undefined ? [] : [`${nameOf(line.bib)} ${gapText(gap)}`];
  });
  return [`${words.number(along / 1000)} km`, ...told].join(' · ');
}
