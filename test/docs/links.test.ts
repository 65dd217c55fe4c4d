import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { pages, readPage, root } from './markdown.js';

const FENCE = /^```.*?^```$/gms;
const LINK = /\]\((?<target>[^)\s]+)\)/g;

describe('The links in the documents', () => {
  for (const page of pages()) {
    it(`${page} links to what there is`, () => {
      const broken = linksOf(page).filter((target) => !resolves(page, target));
      expect(broken).to.deep.equal([]);
    });
  }
});

function linksOf(page: string): readonly string[] {
  const prose = readPage(page).replaceAll(FENCE, '');
  return [...prose.matchAll(LINK)]
    .map(({ groups }) => groups?.['target'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

function resolves(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const named = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, named))) return false;
  return anchor === undefined || headingsOf(named).includes(anchor);
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(page: string): readonly string[] {
  return [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
