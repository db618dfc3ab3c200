// The peer `ws`, as its manual says: one buffer to every client each interval. PORT BYTES INTERVAL_MS
import { WebSocketServer } from 'ws';

const [port, bytes, interval] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false });
const payload = Buffer.alloc(bytes, 7);
setInterval(() => {
  for (const client of server.clients) client.send(payload);
}, interval);
