import './worker_ahead'; // first

export { openMap } from './race_map';
export type { MapOptions, MapWords, RaceMap } from './race_map';
