// Maps made here, byte by byte: a picture of one colour, and a PMTiles file of one tile.
import { crc32, deflateSync } from 'node:zlib';

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** Node 18 has no crc32 of its own. */
function checksum(bytes) {
  if (crc32) return crc32(bytes);
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(checksum(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A square PNG (RFC 2083) of one colour. */
export function picture([red, green, blue], side = 256) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8); // 8 bits, red green blue
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: side }, () => [red, green, blue]).flat())]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: side }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function varint(number) {
  const bytes = [];
  for (; number > 0x7f; number = Math.floor(number / 128)) bytes.push((number % 128) | 0x80);
  return Buffer.from([...bytes, number]);
}

const field = (number, content) => Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
const whole = (number, value) => Buffer.concat([varint(number * 8), varint(value)]);
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

/** A vector tile (Mapbox Vector Tile Specification 2.1) all of which is in the layer `earth`. */
function tile() {
  const extent = 4096;
  const commands = [1 | (1 << 3), 0, 0, 2 | (3 << 3), extent, 0, 0, extent, -extent, 0, 7 | (1 << 3)];
  const isCommand = (index) => index === 0 || index === 3 || index === 10;
  const geometry = Buffer.concat(commands.map((each, index) => varint(isCommand(index) ? each : zigzag(each))));
  const feature = Buffer.concat([field(2, Buffer.from([0, 0])), whole(3, 3), field(4, geometry)]);
  const layer = Buffer.concat([
    whole(15, 2), field(1, Buffer.from('earth')), field(2, feature),
    field(3, Buffer.from('kind')), field(4, field(1, Buffer.from('earth'))), whole(5, extent),
  ]);
  return field(3, layer);
}

/** A PMTiles file (specification, version 3) of the world's one tile at zoom 0, nothing compressed. */
export function pmtiles() {
  const data = tile();
  const metadata = Buffer.from(JSON.stringify({ vector_layers: [{ id: 'earth', fields: {} }] }));
  const root = Buffer.concat([varint(1), varint(0), varint(1), varint(data.length), varint(1)]);
  const headBytes = 127;
  const head = Buffer.alloc(headBytes);
  head.write('PMTiles', 0, 'latin1');
  head[7] = 3;
  const places = [
    headBytes, root.length, headBytes + root.length, metadata.length, headBytes + root.length + metadata.length, 0,
    headBytes + root.length + metadata.length, data.length, 1, 1, 1,
  ];
  places.forEach((each, index) => head.writeBigUInt64LE(BigInt(each), 8 + 8 * index));
  head.set([1, 1, 1, 1, 0, 0], 96); // clustered, nothing compressed twice, vector tiles, zoom 0 to 0
  [-1800000000, -850000000, 1800000000, 850000000].forEach((each, index) => head.writeInt32LE(each, 102 + 4 * index));
  return Buffer.concat([head, root, metadata, data]);
}
