import { visible } from '../../disclosure/visible.js';

const TEXT_LIMIT = 4000;

/** `1 breach`, `2 breaches`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `20000` as `20,000`, in any locale. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A text of the result as reports show it: bounded, and with nothing in it that cannot be seen. */
export function clean(text: string, limit = TEXT_LIMIT): string {
  return visible(text, limit);
}

export function cleanIf(text: string | undefined, limit?: number): string | undefined {
  return text === undefined ? undefined : clean(text, limit);
}

/** A word of a command line for a POSIX shell, whatever is in it. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9._/=@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
