import { heightAlong } from '../core/grades';
import type { CourseData } from '../core/model';
import type { Gate } from './gates';
import type { Ink } from './ink';
import type { Pixels } from './pixels';

// What of the course lies below the lines: its heights, and its gates by name.

export type Side = 'x' | 'y';

const heightSteps = 200;
const heightShare = 0.16; // of the graph, for the highest place
const heightOpacity = 0.18;
const between = 1.25; // heights of a letter between two names
const room = 4; // CSS pixels beside a name

/** The heights as a shade along the axis on which the course lies; nothing where they are not known. */
export function paintHeights(pixels: Pixels, ink: Ink, course: CourseData, side: Side): void {
  const metres = Array.from({ length: heightSteps + 1 }, (_, i) => (course.length_m * i) / heightSteps);
  const heights = metres.map((along) => heightAlong(course, along) ?? NaN);
  const known = heights.filter((height) => !Number.isNaN(height));
  if (known.length < heights.length) return;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const { context, left, right, top, bottom } = pixels;
  const reach = (side === 'x' ? bottom - top : right - left) * heightShare;
  const rise = (height: number) => 2 * pixels.unit + (reach * (height - low)) / Math.max(high - low, 20);
  context.beginPath();
  if (side === 'x') context.moveTo(pixels.x(0), bottom);
  else context.moveTo(left, pixels.y(0));
  heights.forEach((height, i) => {
    const km = metres[i]! / 1000;
    if (side === 'x') context.lineTo(pixels.x(km), bottom - rise(height));
    else context.lineTo(left + rise(height), pixels.y(km));
  });
  if (side === 'x') context.lineTo(pixels.x(course.length_m / 1000), bottom);
  else context.lineTo(left, pixels.y(course.length_m / 1000));
  context.fillStyle = ink.faint;
  context.globalAlpha = heightOpacity;
  context.fill();
  context.globalAlpha = 1;
}

/** A line a gate, stronger where a leg begins. */
export function paintGates(pixels: Pixels, ink: Ink, gates: readonly Gate[], side: Side): void {
  const { context, unit, left, right, top, bottom } = pixels;
  for (const { along, isBorder } of gates) {
    context.fillStyle = isBorder ? ink.text : ink.faint;
    context.globalAlpha = isBorder ? 0.6 : 0.35;
    if (side === 'y') context.fillRect(left, Math.round(pixels.y(along / 1000)), right - left, unit);
    else context.fillRect(Math.round(pixels.x(along / 1000)), top, unit, bottom - top);
  }
  context.globalAlpha = 1;
  context.font = `${ink.textPixels * 0.85 * unit}px system-ui, sans-serif`;
  context.fillStyle = ink.faint;
  if (side === 'y') nameUpwards(pixels, ink, gates);
  else nameAcross(pixels, gates);
}

/** Where there is room. A race goes from one corner to the other: the corners beside that way are free for names. */
function nameUpwards({ context, unit, left, right, top, y }: Pixels, ink: Ink, gates: readonly Gate[]): void {
  const middle = (gates[gates.length - 1]?.along ?? 0) / 2;
  context.textBaseline = 'bottom';
  let free = Infinity;
  for (const { along, name } of gates) {
    const at = y(along / 1000);
    if (at > free || at - ink.textPixels * unit < top) continue;
    context.textAlign = along < middle ? 'right' : 'left';
    context.fillText(name, along < middle ? right - room * unit : left + room * unit, at - unit);
    free = at - ink.textPixels * between * unit;
  }
}

function nameAcross({ context, unit, right, top, x }: Pixels, gates: readonly Gate[]): void {
  context.textBaseline = 'top';
  context.textAlign = 'left';
  let free = -Infinity;
  for (const { along, name } of gates) {
    const at = x(along / 1000);
    const end = at + context.measureText(name).width + 2 * room * unit;
    if (at < free || end > right) continue;
    context.fillText(name, at + room * unit, top + unit);
    free = end;
  }
}
