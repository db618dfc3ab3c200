// What a spectator's phone must fetch, brotli as the server sends it; fails the build above the budgets.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const boardBudget = 45_000; // bytes of script before the board is live
const wholeBudget = 420_000; // with map and profile

const manifest = JSON.parse(readFileSync('dist/manifest.json', 'utf8'));
const isMap = (key) => key.startsWith('src/map/') || key.startsWith('src/profile/');
const isMessages = (key) => key.startsWith('messages/');

/** The files of a chunk, with those that it imports; and, where `also` says so, what it loads later. */
function filesOf(key, also, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const each of chunk.imports ?? []) filesOf(each, also, seen);
  for (const each of (chunk.dynamicImports ?? []).filter(also)) filesOf(each, also, seen);
  for (const each of chunk.assets ?? []) if (each.endsWith('.js') || each.endsWith('.mjs')) seen.add(each);
  return seen;
}

const weightOf = (files) =>
  [...files].reduce((sum, file) => sum + brotliCompressSync(readFileSync(`dist/${file}`)).length, 0);

/** Of the languages only the heaviest is counted: one alone is loaded. */
function languageWeight(entry) {
  const languages = (manifest[entry].dynamicImports ?? []).filter(isMessages);
  return Math.max(0, ...languages.map((key) => weightOf(filesOf(key, () => false))));
}

const entry = 'src/race.ts';
const board = weightOf(filesOf(entry, () => false)) + languageWeight(entry);
const whole = weightOf(filesOf(entry, isMap)) + languageWeight(entry);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
console.log(`script before the board is live: ${kilobytes(board)} of ${kilobytes(boardBudget)}, brotli`);
console.log(`script with the map: ${kilobytes(whole)} of ${kilobytes(wholeBudget)}, brotli`);
if (board > boardBudget || whole > wholeBudget) {
  console.error('the page has become too heavy: load later what the first sight does not need');
  process.exit(1);
}
