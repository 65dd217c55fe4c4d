import { type ProductProcess, startProcess } from './product-process.js';
import { openRecordingProxy, type Recorded, type RecordingProxy } from './recording-proxy.js';

const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 1);

/** The values that are planted on the computer. */
export const canaries = {
  hostName: 'CANDOR-HOST-4711',
  userName: 'candor-user-4711',
  userEmail: 'candor-4711@example.test',
  documentPath: 'C:\\Users\\candor-user-4711\\wages.xlsx',
};

/** Something sent, and on which minute of the product's clock. */
export interface Sent extends Recorded {
  readonly minute: number;
}

/** A product that is being observed on a clock in minutes. */
export interface Observation {
  readonly product: ProductProcess;
  readonly proxy: RecordingProxy;
  /** Does an action and gives what it sent. Throws where the product refuses it. */
  readonly perform: (action: string, parameters?: Record<string, unknown>) => Promise<readonly Sent[]>;
  /** Moves the clock in steps of `step` minutes and gives what was sent. */
  readonly wait: (minutes: number, step?: number) => Promise<readonly Sent[]>;
  /** The clock jumps: the host was asleep. */
  readonly sleep: (minutes: number) => Promise<readonly Sent[]>;
  readonly close: () => Promise<void>;
}

/** What an observation may begin with, besides what all begin with. */
export interface Beginning {
  readonly defect?: string;
  readonly given?: Record<string, unknown>;
  readonly canaries?: Record<string, string>;
}

/** Starts a product behind a recording proxy and initializes it. */
export async function observe(beginning: Beginning = {}): Promise<Observation> {
  const proxy = await openRecordingProxy();
  const product = startProcess(...(beginning.defect === undefined ? [] : ['--defect', beginning.defect]));
  let minute = 0;

  async function ask(method: string, parameters: unknown): Promise<readonly Sent[]> {
    const answer = await product.call(method, parameters);
    if (answer.error !== undefined) throw new Error(answer.error.message);
    return proxy.take().map((recorded) => ({ ...recorded, minute }));
  }

  async function move(minutes: number): Promise<readonly Sent[]> {
    minute += minutes;
    return ask('advance', { to: new Date(start + minute * MINUTE).toISOString() });
  }

  await ask('initialize', {
    installation: 'i-1',
    at: new Date(start).toISOString(),
    given: beginning.given ?? { virtualized: false },
    canaries: Object.entries(beginning.canaries ?? canaries).map(([name, value]) => ({ name, value })),
    endpoints: ['https://ksn.candor.test'],
    proxy: proxy.url,
    ca: proxy.authorityFile,
  });

  return {
    product,
    proxy,
    perform: (action, parameters = {}) => ask('perform', { action, with: parameters }),
    wait: async (minutes, step = 1) => {
      const sent: Sent[] = [];
      for (let left = minutes; left > 0; left -= step) sent.push(...(await move(Math.min(step, left))));
      return sent;
    },
    sleep: move,
    close: async () => {
      product.kill();
      await product.ended();
      await proxy.close();
    },
  };
}

/** What went to this host. */
export function to(host: string, sent: readonly Sent[]): readonly Sent[] {
  return sent.filter((one) => one.kind === 'http' && new URL(one.url).hostname === host);
}

/** The minutes, counted from `from`, at which these were sent. */
export function minutes(sent: readonly Sent[], from = 0): readonly number[] {
  return sent.map((one) => one.minute - from);
}

/** The fields of a message: its JSON body, or its query. */
export function fields(sent: Sent | undefined): Record<string, unknown> {
  if (sent === undefined) throw new Error('nothing was sent');
  if (sent.method === 'GET') return Object.fromEntries(new URL(sent.url).searchParams);
  return JSON.parse(sent.body.toString()) as Record<string, unknown>;
}
