import { categoryColours } from '../core/colours';

/** "rgb(1, 2, 3)" as "#010203". */
function hexOf(rgb: string): string {
  const parts = (rgb.match(/\d+/g) ?? []).slice(0, 3);
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

/** The colours of categories as the style sheet has them now: for what is drawn on a canvas. */
export class Palette {
  private colours: string[] = [];

  constructor() {
    this.renew();
  }

  /** After another theme was chosen. */
  renew(): void {
    const probe = document.createElement('i');
    document.body.append(probe);
    this.colours = Array.from({ length: categoryColours }, (_, index) => {
      probe.className = `probe category-${index}`;
      return hexOf(getComputedStyle(probe).color);
    });
    probe.remove();
  }

  of(category: number): string {
    return this.colours[category % categoryColours]!;
  }
}
