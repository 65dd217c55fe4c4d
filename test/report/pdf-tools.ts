import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';

const PDF = '{pdf}';

/**
 * What a tool that is not ours says of a PDF; `{pdf}` among its arguments is the file. Where it is not installed the
 * test is skipped and says so, but where CANDOR_BROWSER is "required", as in CI, it fails.
 */
export function askTool(test: Context, tool: string, given: readonly string[], pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-pdf-'));
  try {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, pdf);
    const args = given.map((argument) => (argument === PDF ? file : argument));
    return execFileSync(tool, args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    if (!missing(error) || process.env['CANDOR_BROWSER'] === 'required') throw error;
    process.stderr.write(`${tool} is not installed: a test of the PDF is skipped\n`);
    return test.skip();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All of its text, without blanks: where a line ends is the page's business. */
export function textOf(test: Context, pdf: Uint8Array): string {
  return unspaced(askTool(test, 'pdftotext', ['-raw', PDF, '-'], pdf));
}

export function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

export interface Word {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly text: string;
}

/** Where each word stands, in points from the top left of its page. */
export function wordsOf(test: Context, pdf: Uint8Array): readonly (readonly Word[])[] {
  const pages = askTool(test, 'pdftotext', ['-bbox', PDF, '-'], pdf).split('<page ').slice(1);
  const word = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g;
  return pages.map((page) =>
    [...page.matchAll(word)].map(([, left, top, right, bottom, text]) => ({
      left: Number(left),
      top: Number(top),
      right: Number(right),
      bottom: Number(bottom),
      text: text ?? '',
    })),
  );
}

function missing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
