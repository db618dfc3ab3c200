import { gradeColours, gradeStretches, heightAlong } from '../core/grades';
import type { CourseData, Leg } from '../core/model';
import type { Theme } from '../map/theme';
import { type Scale, xOf, yOf } from './scale';

const stepPixels = 2; // between two places of the outline
const tickKilometres = [1, 2, 5, 10, 20, 50, 100];
const mostTicks = 12;
const labelPixels = 44; // a name of a gate needs so much
const unitPixels = 30; // at the end, for "km"

/** What stands still on the strip: the ground with its slopes, legs and laps, gates, kilometres. */
export function drawGround(context: CanvasRenderingContext2D, course: CourseData, scale: Scale, theme: Theme): void {
  course.legs.forEach((leg) => drawLeg(context, course, leg, scale, theme));
  drawBorders(context, course, scale, theme);
  drawGates(context, course, scale, theme);
  drawKilometres(context, scale, theme);
}

/** The ground below a stretch, metres along. */
function fill(context: CanvasRenderingContext2D, course: CourseData, scale: Scale, from: number, to: number): void {
  const [x0, x1] = [xOf(scale, from), xOf(scale, to)];
  const steps = Math.max(Math.ceil((x1 - x0) / stepPixels), 1);
  const floor = scale.bottom + 4;
  context.beginPath();
  context.moveTo(x0, floor);
  for (let i = 0; i <= steps; i++) {
    // The last place belongs to this stretch, not to the leg that follows.
    const along = from + ((to - from) * Math.min(i, steps - 1e-6)) / steps;
    context.lineTo(xOf(scale, along), yOf(scale, heightAlong(course, along)));
  }
  context.lineTo(x1, floor);
  context.closePath();
  context.fill();
}

function drawLeg(context: CanvasRenderingContext2D, course: CourseData, leg: Leg, scale: Scale, theme: Theme): void {
  const lapLength = (leg.end_m - leg.begin_m) / leg.laps;
  const stretches = gradeStretches(leg);
  for (let lap = 0; lap < leg.laps; lap++) {
    const begin = leg.begin_m + lap * lapLength;
    if (stretches.length === 0) {
      context.fillStyle = theme.sports[leg.sport];
      fill(context, course, scale, begin, begin + lapLength);
    }
    for (const { from, to, grade } of stretches) {
      context.fillStyle = gradeColours[grade]!;
      fill(context, course, scale, begin + from * lapLength, begin + to * lapLength);
    }
  }
  context.fillStyle = theme.sports[leg.sport];
  context.fillRect(xOf(scale, leg.begin_m), scale.bottom + 4, xOf(scale, leg.end_m) - xOf(scale, leg.begin_m), 4);
}

/** Where a leg begins, and fainter where a lap does. */
function drawBorders(context: CanvasRenderingContext2D, course: CourseData, scale: Scale, theme: Theme): void {
  context.fillStyle = theme.text;
  for (const leg of course.legs) {
    const lapLength = (leg.end_m - leg.begin_m) / leg.laps;
    for (let lap = 0; lap < leg.laps; lap++) {
      const along = leg.begin_m + lap * lapLength;
      if (along <= 0) continue;
      context.globalAlpha = lap === 0 ? 0.7 : 0.3;
      context.fillRect(xOf(scale, along) - 0.5, scale.top, 1, scale.bottom + 8 - scale.top);
    }
  }
  context.globalAlpha = 1;
}

function drawGates(context: CanvasRenderingContext2D, course: CourseData, scale: Scale, theme: Theme): void {
  context.font = `${10 * theme.size}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  let free = -Infinity;
  for (const point of [...course.points].sort((a, b) => a.along_m - b.along_m)) {
    const x = xOf(scale, point.along_m);
    context.fillStyle = theme.text;
    context.beginPath();
    context.moveTo(x - 4, scale.bottom + 14);
    context.lineTo(x + 4, scale.bottom + 14);
    context.lineTo(x, scale.bottom + 7);
    context.closePath();
    context.fill();
    const width = context.measureText(point.name).width;
    const isLate = x + width > scale.right;
    const left = isLate ? x - width : x;
    if (left < free) continue;
    context.fillText(point.name, left, 1);
    free = left + Math.max(width + 8, labelPixels);
  }
}

function drawKilometres(context: CanvasRenderingContext2D, scale: Scale, theme: Theme): void {
  const every = tickKilometres.find((km) => scale.length / 1000 / km <= mostTicks) ?? 200;
  context.font = `${10 * theme.size}px system-ui, sans-serif`;
  context.textBaseline = 'bottom';
  context.textAlign = 'center';
  context.fillStyle = theme.text;
  for (let km = every; km * 1000 < scale.length; km += every) {
    const x = xOf(scale, km * 1000);
    if (x + unitPixels < scale.right) context.fillText(String(km), x, scale.bottom + 28 * theme.size);
  }
  context.textAlign = 'right';
  context.fillText('km', scale.right, scale.bottom + 28 * theme.size);
  context.textAlign = 'left';
}
