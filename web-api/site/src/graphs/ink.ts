import { mostChosen } from './chosen';

/** What a graph is drawn with, as the style sheet has it now. CSS colours; sizes in CSS pixels. */
export interface Ink {
  ground: string;
  text: string;
  faint: string;
  grid: string;
  now: string;
  /** Of those who stand out, by their place among them; beyond the sixth they begin anew, dashed. */
  lines: string[];
  font: string;
  textPixels: number;
}

const colours = 6; // of categories in the style sheet: they are told apart with any eyes, on any ground
const textShare = 0.72; // of the page's own size
export const isDashed = (place: number) => place >= colours;

/** Asks the browser what the names of colours come to where that element stands. */
export function inkOf(host: HTMLElement): Ink {
  const probe = document.createElement('i');
  host.append(probe);
  const comesTo = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const colourOf = (name: string): string => comesTo(`var(--${name})`);
  const textPixels = Math.round(parseFloat(getComputedStyle(document.body).fontSize) * textShare);
  const ink: Ink = {
    ground: colourOf('paper'), text: colourOf('ink'), faint: colourOf('faint'), grid: comesTo('color-mix(in srgb, var(--faint) 30%, var(--paper))'), now: colourOf('brand'),
    lines: Array.from({ length: mostChosen }, (_, place) => colourOf(`category-${place % colours}`)),
    font: `${textPixels}px system-ui, sans-serif`, textPixels,
  };
  probe.remove();
  return ink;
}
