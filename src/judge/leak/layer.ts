/** One step from a value to what was sent, as a finding names it. */
export interface Layer {
  readonly noun: string;
  /** Whether it is something of the value ("its reverse") rather than a way to write it ("base64"). */
  readonly isOwn: boolean;
}

/** A way to write something: base64, gzip. */
export function coding(noun: string): Layer {
  return { noun, isOwn: false };
}

/** Something that follows from a value: its reverse, a digest of it. */
export function property(noun: string): Layer {
  return { noun, isOwn: true };
}

/** The value itself, but for the case of its letters. */
export const OTHER_CASE: Layer = property('letters in another case');

/**
 * How a value was written, outermost first, as the end of a sentence: "as base64 of its reverse". Nothing at all
 * where it stands as it is.
 */
export function describeLayers(layers: readonly Layer[]): string {
  if (layers.length === 0) return '';
  const nouns = layers.map(({ noun, isOwn }, index) => {
    if (!isOwn) return noun;
    return index === layers.length - 1 ? `its ${noun}` : `the ${noun}`;
  });
  return `as ${nouns.join(' of ')}`;
}
