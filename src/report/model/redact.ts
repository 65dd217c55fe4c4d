import { createHmac } from 'node:crypto';
import { visible } from '../../disclosure/visible.js';
import { plural } from './words.js';

/** A captured value as a report shows it. */
export interface Shown {
  readonly value: string;
  readonly redacted: boolean;
}

/** Shows captured values: whole where they may be, else by kind, length and a digest. */
export type Redact = (value: unknown, mayBeShown: boolean) => Shown;

const VALUE_LIMIT = 300;
/** Hexadecimal digits of a digest: enough to see that two values are the same, and which of a few it is. */
const DIGEST_LENGTH = 12;

/**
 * @param key for the digests; see `Evidence.key`.
 * @param conceal names planted values in a text instead of showing them.
 */
export function redactor(
  key: Buffer,
  { revealed, conceal }: { readonly revealed: boolean; readonly conceal: (text: string) => string },
): Redact {
  return (value, mayBeShown) => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
    if (revealed) return { value: visible(quoted(value, text), VALUE_LIMIT), redacted: false };
    if (!mayBeShown) return { value: `${kindOf(value)} · ${digestOf(key, text)}`, redacted: true };
    return { value: visible(conceal(quoted(value, text)), VALUE_LIMIT), redacted: false };
  };
}

function quoted(value: unknown, text: string): string {
  return typeof value === 'string' ? JSON.stringify(value) : text;
}

function digestOf(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, DIGEST_LENGTH);
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return `text of ${plural(value.length, 'character')}`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value === null) return 'null';
  if (typeof value === 'object') return `object of ${plural(Object.keys(value).length, 'member')}`;
  return typeof value === 'number' ? `number of ${plural(String(value).length, 'digit')}` : typeof value;
}
