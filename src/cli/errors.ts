import { describeProblem, InputError } from '../disclosure/input-error.js';
import type { Console } from './console.js';
import { COULD_NOT_JUDGE } from './exit-status.js';

/** Errors are printed here and nowhere else. @returns the exit status. */
export function printError(error: unknown, console: Console): number {
  console.progress();
  if (error instanceof InputError) {
    for (const problem of error.problems) console.err(`candor: ${describeProblem(problem)}\n`);
    return COULD_NOT_JUDGE;
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  console.err(`candor: this is a defect of Candor's own: ${name}: ${message}\n`);
  console.err(
    'candor: please report it with the command that you ran; set CANDOR_DEBUG=1 to see where it happened\n',
  );
  if (process.env['CANDOR_DEBUG'] && error instanceof Error) console.err(`${error.stack ?? ''}\n`);
  return COULD_NOT_JUDGE;
}
