// Whether the server answers as it says: every path of its own description, asked with what is right and what is wrong,
// while a race runs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { sourceFolder, startDemo, until } from './demo.mjs';

let demo;
let document;
let ajv;
const validators = new Map();

before(async () => {
  demo = await startDemo();
  document = await (await fetch(`${demo.origin}/api/v1/openapi.json`)).json();
  ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictTypes: false });
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  for (const word of ['components', 'paths', 'openapi', 'info', 'servers', 'tags', 'jsonSchemaDialect']) ajv.addKeyword(word);
  ajv.addKeyword('example');
  ajv.addSchema(document, 'openapi');
  // Something of everything that is answered.
  await until('athletes pass a timing point and send their ways', async () => (await everything()).every(Boolean), 180_000);
});

after(async () => {
  const code = await demo?.stop();
  if (demo) assert.equal(code, 0, `the demo ended with ${code}:\n${demo.said().slice(-3000)}`);
});

const below = (what) => `/api/v1/races/${demo.slug}${what}`;
const json = async (path) => (await fetch(demo.origin + path)).json();

/** What must have begun before all answers say something. */
async function everything() {
  const { events } = await json(below('/events'));
  const { positions } = await json(below('/positions'));
  const { rankings } = await json(below('/rankings'));
  const { rows } = await json(below('/standings'));
  const { pieces } = await json(below(`/entries/${rows[0].bib}/track`));
  return [events.length > 0, positions.length > 0, rankings.length > 0, pieces.length > 0];
}

const resolved = (part) =>
  part?.$ref ? part.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : part;

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

const parametersOf = ({ operation }, where) =>
  (operation.parameters ?? []).map(resolved).filter((parameter) => parameter.in === where);

/** The path with what there is in this race in place of its names. */
async function addressOf({ path }, instead = {}) {
  const { rows } = await json(below('/standings'));
  const { rankings } = await json(below('/rankings'));
  const { units } = await json('/api/v1/units');
  const there = { slug: demo.slug, bib: rows[0].bib, id: rankings[0].id, revision: 1, serial: units[0].serial, ...instead };
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(there[name]));
}

function validatorOf(pointer) {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `openapi#${pointer}` }));
  return validators.get(pointer);
}

const escaped = (key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Where in the description that answer is described: a JSON pointer to its object, references followed. */
function placeOf({ path, method, operation }, status) {
  const response = operation.responses[status];
  assert.ok(response, `${method} ${path} says nothing of ${status}`);
  return response.$ref ? response.$ref.slice(1) : `/paths/${escaped(path)}/${method}/responses/${status}`;
}

/** Holds the answer to what is said of it. Answers its body. */
async function hold(asked, address, answer) {
  const what = `${address} (${answer.status})`;
  const described = resolved(asked.operation.responses[answer.status]);
  const place = placeOf(asked, answer.status);
  for (const name of Object.keys(described.headers ?? {})) assert.ok(answer.headers.get(name), `${what} has ${name}`);
  const text = await answer.text();
  if (!described.content) {
    assert.equal(text, '', what);
    return undefined;
  }
  const type = answer.headers.get('content-type');
  assert.ok(described.content[type], `${what} is ${type}`);
  const body = type.includes('json') ? JSON.parse(text) : text;
  const validate = validatorOf(`${place}/content/${escaped(type)}/schema`);
  assert.ok(validate(body), `${what}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 500)}`);
  return body;
}

async function ask(asked, address, options = {}) {
  const answer = await fetch(demo.origin + address, options);
  return { answer, body: await hold(asked, address, answer) };
}

/** Good values of a parameter, ends of its range among them. */
function goodValues({ schema }) {
  if (schema.enum) return schema.enum;
  if (schema.type === 'integer') return [schema.minimum, schema.default, schema.maximum];
  if (schema.format === 'date-time') return ['2020-01-01T00:00:00Z', '2020-01-01T02:00:00.5+02:00'];
  return [];
}

/** Values that are refused, and said what would be right. */
function wrongValues({ schema }) {
  if (schema.type === 'integer') return [schema.minimum - 1, schema.maximum + 2, 'x', '1.5', ''];
  if (schema.format === 'date-time') return ['yesterday', '2020-01-01', '2020-13-01T00:00:00Z', ''];
  return [];
}

test('the description is OpenAPI 3.1 whose references all lead somewhere', () => {
  assert.match(document.openapi, /^3\.1\./);
  const references = JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g);
  for (const [, reference] of references) assert.ok(resolved({ $ref: reference }), reference);
  const { schemas, parameters, responses, headers } = document.components;
  const all = JSON.stringify(document);
  for (const [kind, things] of Object.entries({ schemas, parameters, responses, headers })) {
    for (const name of Object.keys(things)) {
      assert.ok(all.includes(`"#/components/${kind}/${name}"`), `${kind}/${name} is used`);
    }
  }
});

test('every path answers as it is described, and says when nothing is new', async () => {
  for (const asked of operations()) {
    const address = await addressOf(asked);
    const { answer } = await ask(asked, address);
    // A race without land or publications has none to show.
    const mayLack = /land|publications\/\{/.test(asked.path);
    assert.ok(answer.status === 200 || (mayLack && answer.status === 404), `${address}: ${answer.status}`);
    if (!asked.operation.responses[304]) continue;
    const again = await fetch(demo.origin + address, { headers: { 'If-None-Match': answer.headers.get('etag') ?? '"-"' } });
    assert.ok([200, 304, 404].includes(again.status), `${address}: ${again.status}`);
    await hold(asked, address, again);
  }
});

test('every good value of every parameter is taken', async () => {
  for (const asked of operations()) {
    const address = await addressOf(asked);
    for (const parameter of parametersOf(asked, 'query')) {
      for (const value of goodValues(parameter)) {
        const query = `${address}?${new URLSearchParams({ [parameter.name]: value })}`;
        const { answer } = await ask(asked, query);
        // A kind of table that the race has not.
        assert.ok(answer.status === 200 || (parameter.name === 'kind' && answer.status === 404), `${query}: ${answer.status}`);
      }
    }
  }
});

test('what is wrong is refused with what would be right', async () => {
  for (const asked of operations()) {
    const address = await addressOf(asked);
    const queries = ['?no-such-parameter=1'];
    for (const parameter of parametersOf(asked, 'query')) {
      queries.push(`?${parameter.name}=1&${parameter.name}=1`);
      for (const value of wrongValues(parameter)) queries.push(`?${new URLSearchParams({ [parameter.name]: value })}`);
    }
    for (const query of queries) {
      const { answer, body } = await ask(asked, address + query);
      assert.equal(answer.status, 400, address + query);
      assert.match(body.detail, /would be right/, address + query);
    }
  }
});

test('what is not there is not found', async () => {
  const wrong = { slug: ['no-such-race', 'NOT-A-SLUG'], bib: ['99999999', '%'], id: ['none'], revision: ['0', 'x', '999999'], serial: ['nobody0001'] };
  for (const asked of operations()) {
    for (const { name } of parametersOf(asked, 'path')) {
      for (const value of wrong[name]) {
        const address = await addressOf(asked, { [name]: value });
        const { answer } = await ask(asked, address);
        assert.equal(answer.status, 404, address);
      }
    }
  }
});

test('nothing but reading is allowed', async () => {
  for (const asked of operations()) {
    const address = await addressOf(asked);
    const answer = await fetch(demo.origin + address, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 405, address);
    assert.equal(answer.headers.get('allow'), 'GET, HEAD', address);
  }
});

test('what is told live is as docs/asyncapi.json says it', async () => {
  const described = JSON.parse(await readFile(path.join(sourceFolder, 'docs/asyncapi.json'), 'utf8'));
  const live = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
  live.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  for (const word of ['asyncapi', 'info', 'defaultContentType', 'servers', 'channels', 'operations', 'components']) live.addKeyword(word);
  live.addSchema(described, 'asyncapi');
  const isFrame = live.compile({ $ref: 'asyncapi#/components/schemas/frame' });
  const stopping = new AbortController();
  const answer = await fetch(`${demo.origin}/live/${demo.slug}/events`, {
    headers: { Accept: 'text/event-stream' }, signal: stopping.signal });
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  const told = { keyframe: 0, delta: 0, events: 0 };
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of answer.body) {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks.filter((each) => each.includes('data: '))) {
      const frame = JSON.parse(block.match(/^data: (.*)$/m)[1]);
      assert.equal(block.match(/^id: (.*)$/m)[1], frame.id);
      assert.ok(isFrame(frame), `${frame.id}: ${live.errorsText(isFrame.errors)}`);
      told[frame.type]++;
      told.events += frame.events.length;
    }
    if (told.delta >= 20 && told.events > 0) break;
  }
  stopping.abort();
  assert.equal(told.keyframe, 1);
});
