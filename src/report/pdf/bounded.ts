/** The first of a list, and how many were left out: a page says "and 17 more". */
export interface Bounded<T> {
  readonly shown: readonly T[];
  readonly more: number;
}

export function bounded<T>(list: readonly T[], limit: number): Bounded<T> {
  return { shown: list.slice(0, limit), more: Math.max(0, list.length - limit) };
}

/** A text for a place where there is room for so many characters (UTF-16 code units). */
export function short(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
