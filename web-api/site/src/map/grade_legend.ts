import type { IControl } from 'maplibre-gl';
import { gradeColours, gradeNames, heightsOf } from '../core/grades';
import type { Race } from '../core/model';
import { legsOf } from './course_features';

/** What the colours of the course mean, in percent; nothing where no heights are known. */
export class GradeLegend implements IControl {
  private readonly element = document.createElement('div');

  constructor(race: Race, title: string) {
    this.element.className = 'maplibregl-ctrl map-corner';
    if (!legsOf(race).some((leg) => heightsOf(leg))) return;
    const list = document.createElement('ul');
    list.className = 'grade-legend';
    list.setAttribute('aria-label', title);
    gradeNames.forEach((name, index) => {
      const swatch = document.createElement('i');
      swatch.style.background = gradeColours[index]!;
      const item = document.createElement('li');
      item.append(swatch, name);
      list.append(item);
    });
    this.element.append(list);
  }

  onAdd(): HTMLElement {
    return this.element;
  }

  onRemove(): void {
    this.element.remove();
  }
}
