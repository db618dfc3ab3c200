// The demo as a child of the test: started as its user would, ended as its user would.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** How long a test waits for what must come, on the slowest machine that we know of. It costs nothing where it comes. */
export const patienceMs = 120_000;

const endLimitMs = 30_000;

export const sourceFolder = process.env.LANTERNE_SOURCE_FOLDER ?? path.resolve(import.meta.dirname ?? '.', '../..');

/** Waits until `condition` answers something; fails with `what` after `limitMs`. */
export async function until(what, condition, limitMs = patienceMs) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${limitMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// Each from a place of its own: two that begin in the same moment would both take the next free one from 8080 on.
const lowestPort = 20_000;
const ports = 12_000; // below those of outgoing connections

let moreWords = [];

/** Words of the demo's command line besides, of who says so before it starts. */
export const wantDemo = (...words) => (moreWords = words);

export async function startDemo() {
  const port = lowestPort + Math.floor(Math.random() * ports);
  const child = spawn('./lanterne', ['--no-install', 'demo', '--seconds', '500', '--port', String(port), ...moreWords], {
    cwd: sourceFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const ended = once(child, 'exit');
  const find = (pattern) => said.match(pattern)?.[1];
  const url = await until(
    'the demo says its URL',
    () => {
      if (child.exitCode !== null) throw new Error(`the demo ended:\n${said}`);
      return find(/(http:\/\/127\.0\.0\.1:\d+\/r\/[a-z0-9-]+)/);
    },
    patienceMs,
  ).catch((error) => {
    child.kill('SIGINT');
    throw new Error(`${error.message}\n${said}`);
  });
  return {
    url,
    origin: new URL(url).origin,
    slug: url.split('/').pop(),
    said: () => said,
    /** The simulator's truth: when each athlete really crossed each timing point so far. */
    async truth() {
      const file = path.join(find(/starting the demo in (\S+)/), 'truth/passages.csv');
      const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
      return new Map(
        lines.map((line) => {
          const [bib, point, leg, lap, time] = line.split(',');
          return [`${bib}/${point}/${leg}/${lap}`, Date.parse(time)];
        }),
      );
    },
    /** Ctrl-C. Answers the exit code. */
    async stop() {
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGKILL'), endLimitMs);
      const [code] = await ended;
      clearTimeout(late);
      return code;
    },
  };
}
