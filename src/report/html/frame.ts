import { h, type VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** Stands where the rest of a page goes; its tag cannot be in a text, which is escaped. */
const HOLE = '<rest-of-page></rest-of-page>';

export function Hole(): VNode {
  return h('rest-of-page', null);
}

/**
 * Renders what has one {@link Hole} in two parts, so that a long list is given away piece by piece between them and
 * is never in memory whole.
 */
export function around(framed: VNode): readonly [string, string] {
  const html = render(framed);
  const at = html.indexOf(HOLE);
  if (at < 0) throw new Error('a frame without a hole');
  return [html.slice(0, at), html.slice(at + HOLE.length)];
}

/** A frame with its content in the hole. */
export function* inFrame(framed: VNode, content: Iterable<string>): Generator<string> {
  const [before, after] = around(framed);
  yield before;
  yield* content;
  yield after;
}
