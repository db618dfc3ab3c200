import type { Frame } from './model';

export type Connection = 'connecting' | 'live' | 'lost';

const firstRetryMs = 500;
const longestRetryMs = 15_000;
/** The server sends a frame each second, also an empty one: silence means a dead line. */
const silenceMs = 8_000;

/** Keeps a live socket open: back-off with jitter, and resumes where it stopped. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private retryMs = firstRetryMs;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly resumeFrom: () => string | undefined,
    private readonly onFrame: (frame: Frame) => void,
    private readonly onChange: (connection: Connection) => void,
  ) {}

  open(): void {
    this.onChange('connecting');
    const url = new URL(this.address, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('format', 'json');
    const resume = this.resumeFrom();
    if (resume) url.searchParams.set('resume', resume);
    const socket = new WebSocket(url, 'lanterne.live.1');
    this.socket = socket;
    this.watch();
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.retry(socket);
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return;
    this.watch();
    this.retryMs = firstRetryMs;
    this.onChange('live');
    this.onFrame({ last_event: 0, events: [], ...(JSON.parse(data) as Partial<Frame>) } as Frame);
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.socket?.close(), silenceMs);
  }

  private retry(socket: WebSocket): void {
    if (socket !== this.socket) return;
    clearTimeout(this.watchdog);
    this.onChange('lost');
    setTimeout(() => this.open(), this.retryMs * (0.5 + Math.random()));
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }
}
