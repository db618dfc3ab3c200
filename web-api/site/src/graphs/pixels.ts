import uPlot from 'uplot';

/** Where values of a graph lie on its canvas, device pixels. */
export interface Pixels {
  context: CanvasRenderingContext2D;
  /** Device pixels of a CSS pixel. */
  unit: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(value: number): number;
  y(value: number): number;
}

/** As the graph stands now. */
export function pixelsOf(plot: uPlot): Pixels {
  const { left, top, width, height } = plot.bbox;
  const [x, y] = [plot.scales.x!, plot.scales.y!];
  const [x0, y0] = [x.min ?? 0, y.min ?? 0];
  const [perX, perY] = [width / ((x.max ?? 1) - x0 || 1), height / ((y.max ?? 1) - y0 || 1)];
  return {
    context: plot.ctx, unit: uPlot.pxRatio, left, right: left + width, top, bottom: top + height,
    x: (value) => left + (value - x0) * perX,
    y: (value) => top + height - (value - y0) * perY,
  };
}

/** Draws inside of the axes alone, and leaves the canvas as it was. */
export function inside({ context, left, top, right, bottom }: Pixels, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  draw();
  context.restore();
}
