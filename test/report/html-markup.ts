/** A tag as it is written in a page: the page's own markup, told from the texts in it. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /<(\/?[a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z][a-zA-Z-]*(?:="[^"<]*")?)*)\s*\/?>/gy;
const ATTRIBUTE = /\s+([a-zA-Z][a-zA-Z-]*)(?:="([^"<]*)")?/g;

/** The style of a page, between its tags. */
export function styleOf(html: string): string {
  return /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
}

/**
 * Every tag of a page. Strict: whatever begins like markup and is not a whole tag of plain attributes is an error,
 * since that is where a text would have got out.
 */
export function tagsOf(html: string): readonly Tag[] {
  const page = html.replace('<!doctype html>', '').replace(styleOf(html), '');
  const tags: Tag[] = [];
  for (let at = page.indexOf('<'); at >= 0; at = page.indexOf('<', at + 1)) {
    TAG.lastIndex = at;
    const found = TAG.exec(page);
    if (found === null) throw new Error(`no tag of the page: ${page.slice(at, at + 80)}`);
    const attributes = [...(found[2] ?? '').matchAll(ATTRIBUTE)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    tags.push({ name: found[1] ?? '', attributes: new Map(attributes) });
  }
  return tags;
}

/** The tags and the names of their attributes, in order: the same for each report of the same shape. */
export function skeletonOf(html: string): readonly string[] {
  return tagsOf(html).map(({ name, attributes }) => `${name} ${[...attributes.keys()].join(' ')}`);
}
