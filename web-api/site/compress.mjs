// Beside each text of dist/ its gzip and brotli forms, which the server gives to who accepts them: made once, as short as can be.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const texts = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.txt', '.wasm', '.webmanifest', '.xml']);
const leastBytes = 1024; // below it a packet is a packet
const thoroughBytes = 2_000_000; // brotli's best takes seconds for each megabyte above it

const brotli = (content) =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length <= thoroughBytes ? 11 : 9,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
const forms = { '.br': brotli, '.gz': (content) => gzipSync(content, { level: 9 }) };

let before = 0;
let after = 0;
for (const entry of readdirSync('dist', { withFileTypes: true, recursive: true })) {
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const content = entry.isFile() && texts.has(extname(entry.name)) ? readFileSync(file) : Buffer.alloc(0);
  if (content.length < leastBytes) continue;
  for (const [ending, compress] of Object.entries(forms)) {
    const shorter = compress(content);
    if (shorter.length < content.length) writeFileSync(file + ending, shorter);
    if (ending === '.br') after += shorter.length;
  }
  before += content.length;
}
console.log(`texts: ${(before / 1000).toFixed(0)} KB, by brotli ${(after / 1000).toFixed(0)} KB`);
