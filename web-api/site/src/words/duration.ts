/** "1:02:03", "4:05"; the sign of a negative time is a minus. */
export function duration(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
  return ms < 0 && total > 0 ? `−${text}` : text;
}
