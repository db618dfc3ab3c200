// What a spectator's phone must fetch, brotli as the server sends it; fails the build above the budgets.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const boardBudget = 45_000; // bytes of script before the board is live
const wholeBudget = 420_000; // with map and profile

const manifest = JSON.parse(readFileSync('dist/manifest.json', 'utf8'));
const isMessages = (key) => key.startsWith('messages/');
/** What only a server with a PMTiles basemap sends. */
const isOfPmtiles = (key) => key.startsWith('node_modules/pmtiles/') || key.startsWith('node_modules/@protomaps/');

/** The files of a chunk, with those that it cannot begin without. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const each of chunk.imports ?? []) filesOf(each, seen);
  return seen;
}

const weightOf = (files) =>
  [...files].reduce((sum, file) => sum + brotliCompressSync(readFileSync(`dist/${file}`)).length, 0);

/** One language alone is loaded: the heaviest is counted. */
const languages = Object.keys(manifest).filter(isMessages).map((key) => manifest[key].file);
const language = Math.max(0, ...languages.map((file) => weightOf([file])));
const notCounted = [...languages, ...Object.keys(manifest).filter(isOfPmtiles).map((key) => manifest[key].file)];
const scripts = readdirSync('dist').filter((file) => file.endsWith('.js') && !notCounted.includes(file));
const board = weightOf(filesOf('src/race.ts')) + language;
const whole = weightOf(scripts) + language;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
console.log(`script before the board is live: ${kilobytes(board)} of ${kilobytes(boardBudget)}, brotli`);
console.log(`script with the map: ${kilobytes(whole)} of ${kilobytes(wholeBudget)}, brotli`);
if (board > boardBudget || whole > wholeBudget) {
  console.error('the page has become too heavy: load later what the first sight does not need');
  process.exit(1);
}
