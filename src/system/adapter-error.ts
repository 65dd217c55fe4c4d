import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';

const SHOWN_LINES = 10;

/** A product's adapter that could not be started, does not speak the driver protocol, or refused (DESIGN 4.6). */
export class AdapterError extends InputError {
  /** The method of the request that was under way, where one was. */
  readonly request: string | undefined;
  /** The end of what the adapter wrote to its standard error: a stranger's text, not escaped. */
  readonly stderr: string;

  /** `what` is one sentence without its full stop; `stream` is what the end of `stderr` is told to be the end of. */
  constructor(what: string, request?: string, stderr = '', stream = 'standard error') {
    super({ message: `${what}${lastWords(stderr, stream)}` });
    this.name = 'AdapterError';
    this.request = request;
    this.stderr = stderr;
  }
}

function lastWords(stderr: string, stream: string): string {
  const lines = stderr.trimEnd().split(/\r?\n/).slice(-SHOWN_LINES);
  if (lines.length === 1 && lines[0] === '') return '';
  return `; its ${stream} ends with:${lines.map((line) => `\n    ${visible(line)}`).join('')}`;
}
