const rowsAtFirst = 30;
const rowsAFrame = 15;

/**
 * How many rows of a long list are made: the first screen of it at once, some more each frame, so that no tap waits for the
 * last. Another `choice` begins anew at the top. To be called while a component is made.
 */
export function growing(count: () => number, choice: () => unknown = () => undefined): { readonly made: number } {
  let made = $derived.by(() => {
    void choice();
    return rowsAtFirst;
  });
  $effect(() => {
    if (made >= count()) return;
    const frame = requestAnimationFrame(() => (made += rowsAFrame));
    return () => cancelAnimationFrame(frame);
  });
  return {
    get made() {
      return made;
    },
  };
}
