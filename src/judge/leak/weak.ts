import { SHORTEST } from './runs.js';

/** Whether a value has so few distinct bytes that it, or something that is made of it, may be met by chance. */
export function isWeak(value: string): boolean {
  return new Set(Buffer.from(value)).size < SHORTEST;
}
