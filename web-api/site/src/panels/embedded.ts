/** Tells the page around this one how high it is, whenever that changes: { lanterne: 'height', height } in CSS pixels. */
export function tellHeight(): void {
  if (parent === window) return;
  const tell = (): void => {
    const height = document.documentElement.scrollHeight;
    // To whoever embeds: a height is nobody's secret.
    parent.postMessage({ lanterne: 'height', height }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
}
