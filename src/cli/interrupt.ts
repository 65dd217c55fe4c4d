import { InputError } from '../disclosure/input-error.js';
import { COULD_NOT_JUDGE } from './exit-status.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs work that can be interrupted: the first signal asks it to end and clean up, so that no process, port or
 * key is left; a second one ends this process at once, and with it, unasked, what it started and its keys.
 *
 * @param kept what is left of it, for the message.
 * @throws InputError where it was interrupted.
 */
export async function interruptible(
  work: (signal: AbortSignal) => Promise<number>,
  kept = 'what was captured until then is kept',
): Promise<number> {
  const controller = new AbortController();
  const interrupt = (name: string): void => {
    if (controller.signal.aborted) process.exit(COULD_NOT_JUDGE);
    controller.abort(new InputError({ message: `interrupted by ${name}; ${kept}` }));
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
