import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A part of a typeface: what it is needed for, and the characters that it has. */
interface Subset {
  readonly name: 'latin' | 'latin-ext' | 'cyrillic';
  readonly range: string;
  /** Characters that only this subset has; the first is always there. */
  readonly needed: RegExp | undefined;
}

const subsets: readonly Subset[] = [
  {
    name: 'latin',
    range:
      'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
    needed: undefined,
  },
  {
    name: 'latin-ext',
    range: 'U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0',
    needed: /[\u0100-\u0130\u0132-\u0151\u0154-\u02ba\u1e00-\u1e9f\u1ef2-\u1eff\u20a0-\u20ab\u20ad-\u20c0]/,
  },
  {
    name: 'cyrillic',
    range: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
    needed: /[\u0400-\u045f\u0490-\u0491\u04b0-\u04b1\u2116]/,
  },
];

const faces = [
  { family: 'IBM Plex Sans', package: 'ibm-plex-sans', weight: 400 },
  { family: 'IBM Plex Sans', package: 'ibm-plex-sans', weight: 600 },
  { family: 'IBM Plex Mono', package: 'ibm-plex-mono', weight: 400 },
] as const;

const { resolve } = createRequire(import.meta.url);

/**
 * The typefaces as data in the stylesheet, so that the page looks the same wherever it is opened and asks nobody for
 * anything. Only the parts that the texts need.
 */
export function fontFaces(texts: Iterable<string>): string {
  const needed = new Set(subsets.filter((subset) => subset.needed === undefined));
  for (const text of texts) for (const subset of subsets) if (subset.needed?.test(text)) needed.add(subset);
  return faces
    .flatMap((face) => subsets.filter((subset) => needed.has(subset)).map((subset) => fontFace(face, subset)))
    .join('\n');
}

function fontFace({ family, package: name, weight }: (typeof faces)[number], subset: Subset): string {
  const file = resolve(`@fontsource/${name}/files/${name}-${subset.name}-${weight}-normal.woff2`);
  const data = readFileSync(file).toString('base64');
  return `@font-face{font-family:"${family}";font-weight:${weight};font-style:normal;font-display:block;unicode-range:${subset.range};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
}
