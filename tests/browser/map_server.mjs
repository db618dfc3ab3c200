// The built page of web-api/site/bench, served as lanterne-web serves pages; and a server of tiles beside it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { sourceFolder } from './demo.mjs';

const site = path.join(sourceFolder, 'web-api/site');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** As web-api/basemap writes it, and its test says. */
export const policyWith = (besides) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
  `img-src 'self' data: blob:${besides}; connect-src 'self'${besides}; worker-src 'self'; ` +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

async function run(command, words) {
  const child = spawn(command, words, { cwd: site, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}:\n${said}`);
}

/** Answers the folder of the built page. */
export async function buildPage(folder) {
  if (!existsSync(path.join(site, 'node_modules/vite'))) await run('npm', ['ci', '--ignore-scripts', '--include=dev']);
  await run('node', ['node_modules/vite/bin/vite.js', 'build', '-c', 'vite.bench.config.ts', '--outDir', folder]);
  return folder;
}

async function listen(handler) {
  const server = http.createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** One range, as web-api/basemap/basemap_file.hpp tells it. */
function tell(response, bytes, range) {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined) return response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  const part = bytes.subarray(Number(first), Number(last) + 1);
  const head = { 'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${bytes.length}`, 'accept-ranges': 'bytes' };
  return response.writeHead(206, head).end(part);
}

/** `state.policy` is sent with the page, `state.file` is the basemap's file. */
export async function servePage(folder) {
  const state = { policy: policyWith(''), file: Buffer.alloc(0), ranges: 0, land: undefined };
  const { server, origin } = await listen(async (request, response) => {
    const name = new URL(request.url, 'http://x').pathname;
    if (name === '/basemap/file') {
      if (request.headers.range) state.ranges++;
      return tell(response, state.file, request.headers.range);
    }
    if (name === '/land.geojson') return response.writeHead(200, { 'content-type': 'application/geo+json' }).end(state.land);
    const file = path.join(folder, name === '/' ? 'index.html' : path.normalize(name));
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(204).end();
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': state.policy });
    return response.end(await readFile(file));
  });
  return { server, origin, state };
}

/** Every tile is the same picture; counts who asks. */
export async function serveTiles(picture) {
  const state = { asked: 0 };
  const { server, origin } = await listen((request, response) => {
    state.asked++;
    response.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' }).end(picture);
  });
  return { server, origin, state };
}
