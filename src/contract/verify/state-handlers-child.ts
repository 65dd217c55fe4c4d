import type { StateAnswer, StateTask } from './state-messages.js';

type Handler = (params: StateTask['params'], state: string) => unknown;

// The process in which a vendor's state handlers run.
const REASON_LIMIT = 1000;

function answer(message: StateAnswer): void {
  process.send?.(message);
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return reason.slice(0, REASON_LIMIT);
}

/** @throws Error where the module exports no handlers. */
async function load(module: string): Promise<ReadonlyMap<string, Handler>> {
  const { default: exported } = (await import(module)) as { readonly default?: unknown };
  if (typeof exported !== 'object' || exported === null)
    throw new Error('its default export must be an object: the name of a state, and a function');
  const entries = Object.entries(exported);
  const other = entries.find(([, handler]) => typeof handler !== 'function');
  if (other !== undefined) throw new Error(`${JSON.stringify(other[0])} must be a function`);
  return new Map(entries as [string, Handler][]);
}

async function setUp(handlers: ReadonlyMap<string, Handler>, { state, params }: StateTask): Promise<void> {
  const handler = handlers.get(state) ?? handlers.get('*');
  if (handler === undefined) {
    answer({ kind: 'failed', because: `no state handler for ${JSON.stringify(state)}, and none for "*"` });
    return;
  }
  try {
    await handler(params, state);
    answer({ kind: 'done' });
  } catch (error) {
    answer({ kind: 'failed', because: `the state handler threw ${reasonOf(error)}` });
  }
}

try {
  const handlers = await load(process.argv[2] ?? '');
  process.on('message', (task: StateTask) => setUp(handlers, task));
  process.once('disconnect', () => process.exit());
  answer({ kind: 'ready' });
} catch (error) {
  answer({ kind: 'failed', because: reasonOf(error) });
}
