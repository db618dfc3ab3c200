import type { Dot } from '../core/dots';

/** A dot at its pixel; x and y in CSS pixels of the map. */
export interface PlacedDot {
  dot: Dot;
  x: number;
  y: number;
}

/** Dots so many in one place that only their number says anything. */
export interface Heap {
  x: number;
  y: number;
  count: number;
}

export interface Layout {
  /** With their bib, the most important last: drawn in this order. */
  full: PlacedDot[];
  /** Where there is no room for a bib. */
  small: PlacedDot[];
  heaps: Heap[];
}

const roomPixels = 19; // two bibs closer than that cannot both be read
const heapPixels = 30;
export const mostSingleDots = 1_000; // on the screen; of more the rest become heaps
const leaders = 20;

/** Favourite, selected, leaders by rank, the rest; greater is more important. */
export function importanceOf({ favourite, selected, rank }: Dot): number {
  if (favourite || selected) return 3e6 + (favourite ? 1 : 0) + (selected ? 2 : 0);
  if (rank !== null && rank <= leaders) return 2e6 - rank;
  return rank === null ? 0 : Math.max(1e6 - rank, 1);
}

function isAlwaysFull({ dot }: PlacedDot): boolean {
  return dot.favourite || dot.selected;
}

function isLeader({ dot }: PlacedDot): boolean {
  return dot.rank !== null && dot.rank <= leaders;
}

/** Cells of the screen, with what lies in each. */
class Grid {
  private readonly cells = new Map<number, PlacedDot[]>();

  constructor(private readonly side: number) {}

  private key(column: number, row: number): number {
    return column * 65_536 + row;
  }

  cellOf(x: number, y: number): number {
    return this.key(Math.floor(x / this.side), Math.floor(y / this.side));
  }

  add(placed: PlacedDot): void {
    const key = this.cellOf(placed.x, placed.y);
    const cell = this.cells.get(key);
    if (cell) cell.push(placed);
    else this.cells.set(key, [placed]);
  }

  /** Whether something lies within one side of the place. */
  isTaken(x: number, y: number): boolean {
    const [column, row] = [Math.floor(x / this.side), Math.floor(y / this.side)];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const each of this.cells.get(this.key(column + dx, row + dy)) ?? []) {
          if (Math.hypot(each.x - x, each.y - y) < this.side) return true;
        }
      }
    }
    return false;
  }

  all(): Iterable<PlacedDot[]> {
    return this.cells.values();
  }
}

/** Who gets room for a bib, who is a small dot, who is one of many. `size` scales what a bib needs. */
export function layOut(visible: readonly PlacedDot[], size: number): Layout {
  const byImportance = [...visible].sort((a, b) => importanceOf(b.dot) - importanceOf(a.dot));
  const isCrowd = visible.length > mostSingleDots;
  const bibs = new Grid(roomPixels * size);
  const full: PlacedDot[] = [];
  const rest: PlacedDot[] = [];
  for (const placed of byImportance) {
    // In a crowd a bib would hide the number of those around it.
    const isOneOfMany = isCrowd && !isLeader(placed);
    if (!isAlwaysFull(placed) && (isOneOfMany || bibs.isTaken(placed.x, placed.y))) {
      rest.push(placed);
      continue;
    }
    bibs.add(placed);
    full.push(placed);
  }
  full.reverse();
  return isCrowd ? { full, ...heaped(rest, size) } : { full, small: rest, heaps: [] };
}

function heaped(dots: PlacedDot[], size: number): { small: PlacedDot[]; heaps: Heap[] } {
  const grid = new Grid(heapPixels * size);
  dots.forEach((dot) => grid.add(dot));
  const small: PlacedDot[] = [];
  const heaps: Heap[] = [];
  for (const cell of grid.all()) {
    if (cell.length === 1) small.push(cell[0]!);
    else {
      const mean = (pick: (each: PlacedDot) => number) => cell.reduce((sum, each) => sum + pick(each), 0) / cell.length;
      heaps.push({ x: mean((each) => each.x), y: mean((each) => each.y), count: cell.length });
    }
  }
  return { small, heaps };
}
