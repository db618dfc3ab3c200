/** Rising places moved apart by a height each, between two limits as long as there is room. */
export function spread(places: readonly number[], height: number, [low, high]: [number, number]): number[] {
  const apart: number[] = [];
  for (const place of places) apart.push(Math.max(place, (apart[apart.length - 1] ?? low - height) + height));
  let limit = high;
  for (let i = apart.length - 1; i >= 0; i--) {
    apart[i] = Math.min(apart[i]!, limit);
    limit = apart[i]! - height;
  }
  return apart;
}
