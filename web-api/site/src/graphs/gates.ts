import type { CourseData } from '../core/model';

/** A place of a course that has a name: a timing point, or where a leg begins. */
export interface Gate {
  along: number;
  name: string;
  /** A leg begins there. */
  isBorder: boolean;
}

const alikeMetres = 1; // a point that stands where a leg begins is one line

/** By metres along, each place once. */
export function gatesOf(course: CourseData): Gate[] {
  const borders = course.legs.slice(1).map((leg): Gate => ({ along: leg.begin_m, name: leg.name, isBorder: true }));
  const points = course.points.map((point): Gate => ({ along: point.along_m, name: point.name, isBorder: false }));
  const gates: Gate[] = [];
  for (const gate of [...points, ...borders].sort((a, b) => a.along - b.along)) {
    const last = gates[gates.length - 1];
    if (last && gate.along - last.along < alikeMetres) last.isBorder ||= gate.isBorder;
    else gates.push(gate);
  }
  return gates;
}
