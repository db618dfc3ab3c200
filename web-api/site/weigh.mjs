// What a spectator's phone must fetch, brotli as the server sends it; fails the build above the budgets.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const boardBudget = 45_000; // bytes of script before the board is live
const wholeBudget = 420_000; // with map and profile
const graphsBudget = 35_000; // more, for who looks at the graphs

const manifest = JSON.parse(readFileSync('dist/manifest.json', 'utf8'));
const isMessages = (key) => key.startsWith('messages/') && key.endsWith('.json');
const isGraphMessages = (key) => key.startsWith('messages/') && key.endsWith('?graphs');
/** What stands alone, without board and map. */
const isOtherView = (key) => ['src/panels/Tv.svelte', 'src/panels/Screen.svelte'].includes(key);
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

const filesWhose = (isWanted) => Object.keys(manifest).filter(isWanted).map((key) => manifest[key].file);
/** One language alone is loaded: the heaviest is counted. */
const heaviest = (files) => Math.max(...files.map((file) => weightOf([file])));
const languages = filesWhose(isMessages);
const graphLanguages = filesWhose(isGraphMessages);
const language = heaviest(languages);
const withoutGraphs = new Set(['src/race.ts', 'src/map/index.ts', 'src/profile/index.ts'].flatMap((key) => [...filesOf(key)]));
const ofGraphs = [...filesOf('src/graphs/index.ts')].filter((file) => !withoutGraphs.has(file));
const notCounted = [...languages, ...graphLanguages, ...ofGraphs, ...filesWhose(isOtherView), ...filesWhose(isOfPmtiles)];
const scripts = readdirSync('dist').filter((file) => file.endsWith('.js') && !notCounted.includes(file));
const board = weightOf(filesOf('src/race.ts')) + language;
const whole = weightOf(scripts) + language;
const graphs = weightOf(ofGraphs) + heaviest(graphLanguages);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
console.log(`script before the board is live: ${kilobytes(board)} of ${kilobytes(boardBudget)}, brotli`);
console.log(`script with the map: ${kilobytes(whole)} of ${kilobytes(wholeBudget)}, brotli`);
console.log(`script for the graphs: ${kilobytes(graphs)} of ${kilobytes(graphsBudget)}, brotli`);
if (board > boardBudget || whole > wholeBudget || graphs > graphsBudget) {
  console.error('the page has become too heavy: load later what the first sight does not need');
  process.exit(1);
}
