import { createColors } from 'picocolors';
import { COULD_NOT_JUDGE } from './exit-status.js';

/** Where a command writes. Results go to standard output; progress and errors to standard error. */
export interface Console {
  out(text: string | Uint8Array): void;
  err(text: string): void;
  /** One line that is overwritten by the next, on a terminal only; without a text the line is cleared. */
  progress(text?: string): void;
  readonly colours: ReturnType<typeof createColors>;
  /** Whether a person reads along. */
  readonly interactive: boolean;
  /** Columns to write in. */
  readonly width: number;
}

/** The process's own streams. Colour on a terminal or where FORCE_COLOR is set, never where NO_COLOR is (no-color.org). */
export function processConsole(): Console {
  const { stdout, stderr, env } = process;
  // Not undefined, for then the library would decide: it colours everything where CI is set.
  const wanted = stdout.isTTY === true && env['TERM'] !== 'dumb';
  const coloured = !env['NO_COLOR'] && (wanted || Boolean(env['FORCE_COLOR']));
  if (stdout.listenerCount('error') === 0) stdout.on('error', endWithoutOutput);
  // There is nobody left to tell.
  if (stderr.listenerCount('error') === 0) stderr.on('error', () => undefined);
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  return {
    out(text) {
      clear();
      stdout.write(text);
    },
    err(text) {
      clear();
      stderr.write(text);
    },
    progress(text) {
      if (!stderr.isTTY || env['TERM'] === 'dumb') return;
      clear();
      if (text === undefined) return;
      stderr.write(text.slice(0, (stderr.columns ?? 80) - 1));
      shown = true;
    },
    colours: createColors(coloured),
    interactive: stdout.isTTY === true,
    width: Math.max(40, Math.min(stdout.columns ?? 100, 120)),
  };
}

/**
 * A reader that has seen enough (`| head`) closes the pipe; that is no fault, and the verdict stands. A result that
 * could not be told for any other reason must not pass for one.
 */
function endWithoutOutput({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.stderr.write(`candor: standard output cannot be written (${code ?? message})\n`);
  process.exit(COULD_NOT_JUDGE);
}
