import { createColors } from 'picocolors';
import type { Console } from '../cli/console.js';

/** Where a command writes when no person reads along. */
export interface QuietConsole {
  readonly console: Console;
  /** What it said on the way that a person should know, a line each. */
  notices(): readonly string[];
}

export function quietConsole(): QuietConsole {
  const said: string[] = [];
  return {
    console: {
      out: () => undefined,
      err: (text) => {
        said.push(text);
      },
      progress: () => undefined,
      colours: createColors(false),
      interactive: false,
      width: 100,
    },
    notices: () =>
      said
        .join('')
        .split('\n')
        .map((line) => line.replace(/^candor: /, ''))
        .filter((line) => line !== ''),
  };
}
