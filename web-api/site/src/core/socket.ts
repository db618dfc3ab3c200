export type Connection = 'connecting' | 'live' | 'lost';

const firstRetryMs = 500;
const longestRetryMs = 15_000;
/** The server sends a message each second, also an empty one: silence means a dead line. */
const silenceMs = 8_000;

/** Keeps a live socket open: back-off with jitter, and resumes where it stopped. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private retryMs = firstRetryMs;
  private restMs = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly resumeFrom: () => string | undefined,
    private readonly onMessage: (bytes: Uint8Array) => void,
    private readonly onChange: (connection: Connection) => void,
  ) {}

  open(): void {
    this.onChange('connecting');
    const url = new URL(this.address, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const resume = this.resumeFrom();
    if (resume) url.searchParams.set('resume', resume);
    const socket = new WebSocket(url, 'lanterne.live.1');
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.watch();
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.retry(socket);
  }

  /** What came leads nowhere: another socket is opened after a while, as if this one had been lost. */
  openAnew(): void {
    this.socket?.close();
  }

  private receive(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return;
    this.watch();
    this.retryMs = firstRetryMs;
    this.onChange('live');
    this.onMessage(new Uint8Array(data));
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.socket?.close(), silenceMs);
  }

  /** The server has no room: the next tries come no sooner than after some such time. */
  rest(ms: number): void {
    this.restMs = ms;
  }

  private retry(socket: WebSocket): void {
    if (socket !== this.socket) return;
    clearTimeout(this.watchdog);
    this.onChange('lost');
    setTimeout(() => this.open(), Math.max(this.retryMs, this.restMs) * (0.5 + Math.random()));
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }
}
