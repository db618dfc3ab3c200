import type { Sport } from '../core/model';

export type ThemeName = 'light' | 'dark' | 'sun';

/** What the built-in map is drawn with; CSS colours. */
export interface Theme {
  sea: string;
  /** The sea where one has come closer than the coast is exact. */
  shallow: string;
  land: string;
  coast: string;
  grid: string;
  text: string;
  halo: string;
  casing: string;
  /** Of who is silent or out. */
  faint: string;
  offCourse: string;
  /** A dot's own casing, and what a hollow one is filled with. */
  ring: string;
  sports: Record<Sport, string>;
  /** Widths and sizes, times this. */
  size: number;
}

const dayTheme: Theme = {
  sea: '#cfe2ec', shallow: '#eceeea', land: '#f5f2ea', coast: '#7f9aa8', grid: '#8aa2ae', text: '#22313a', halo: '#ffffff',
  casing: '#ffffff', faint: '#66747c', offCourse: '#b84a00', ring: '#ffffff', size: 1,
  sports: { swim: '#0072b2', bike: '#00795c', run: '#a3530f', transition: '#555f66', other: '#6a4c93' },
};

const nightTheme: Theme = {
  sea: '#0b161d', shallow: '#172127', land: '#1b252b', coast: '#4d6673', grid: '#52656f', text: '#dfe8ec', halo: '#0b161d',
  casing: '#0b161d', faint: '#8c9aa2', offCourse: '#ff9b52', ring: '#0b161d', size: 1,
  sports: { swim: '#56b4e9', bike: '#3fc79a', run: '#f0a35e', transition: '#a9b4ba', other: '#c3a6ec' },
};

/** For a screen in the sun: white ground, black ink, everything wider. */
const sunTheme: Theme = {
  sea: '#dcecf5', shallow: '#f7fafc', land: '#ffffff', coast: '#000000', grid: '#5f6b72', text: '#000000', halo: '#ffffff',
  casing: '#ffffff', faint: '#4a4a4a', offCourse: '#9c3d00', ring: '#000000', size: 1.35,
  sports: { swim: '#004c8c', bike: '#005a43', run: '#7d3a00', transition: '#333333', other: '#4b2c78' },
};

export const themes: Record<ThemeName, Theme> = { light: dayTheme, dark: nightTheme, sun: sunTheme };
