import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { visible } from '../../src/disclosure/visible.js';
import { htmlReport } from '../../src/report/html/html-report.js';
import type { Report } from '../../src/report/report.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from '../report/sample-reports.js';
import { openBrowser, withoutBrowser } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

const reports: readonly (readonly [string, () => Report])[] = [
  ['clean', cleanReport],
  ['broken', brokenReport],
  ['hostile', hostileReport],
];

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

const looks: readonly (readonly [string, Media, typeof wide])[] = [
  ['light', { colorScheme: 'light', forcedColors: 'none' }, wide],
  ['dark', { colorScheme: 'dark', forcedColors: 'none' }, wide],
  ['chosen colours', { colorScheme: 'dark', forcedColors: 'active' }, wide],
  ['on a phone', { colorScheme: 'light', forcedColors: 'none' }, phone],
];

/** All rules are asked, and of their answers the faults told: to describe what is well takes longer than to find it so. */
const faults: RunOptions = { resultTypes: ['violations'], selectors: false };

/** Declared in the page alone. */
interface Watched {
  __pwned?: unknown;
  __refused: string[];
  axe: { run(options: RunOptions): Promise<AxeResults> };
}

describe('The HTML report in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  const files = new Map<string, string>();

  before(async function () {
    const reason = withoutBrowser();
    if (reason !== undefined) {
      if (process.env['CANDOR_BROWSER'] === 'required') throw new Error(reason);
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'candor-html-'));
    for (const [name, make] of [...reports, ['huge', () => hugeReport(5000)] as const]) {
      const file = join(folder, `${name}.html`);
      await writeFile(file, [...htmlReport(make())].join(''));
      files.set(name, pathToFileURL(file).href);
    }
  });

  after(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** A page, and what went wrong in it: messages, dialogs, requests, and what its policy refused. */
  async function open(name: string, options: BrowserContextOptions) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const wrong: string[] = [];
    const url = files.get(name) ?? '';
    page.on('console', (message) => wrong.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', () => wrong.push('popup'));
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:'))
        wrong.push(`request: ${request.url()}`);
    });
    await page.addInitScript(() => {
      const watched = window as unknown as Watched;
      watched.__refused = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        watched.__refused.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    await page.goto(url);
    return { page, wrong, close: () => context.close() };
  }

  function refused(page: Page): Promise<readonly string[]> {
    return page.evaluate(() => (window as unknown as Watched).__refused);
  }

  for (const [name] of reports) {
    describe(`can be read by everybody: ${name}`, () => {
      let opened: Awaited<ReturnType<typeof open>>;

      before(async () => {
        opened = await open(name, { bypassCSP: true });
        await opened.page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        await opened.page.evaluate(axe);
      });
      after(() => opened?.close());

      for (const [look, media, viewport] of looks) {
        it(look, async () => {
          const { page } = opened;
          await page.emulateMedia(media);
          await page.setViewportSize(viewport);
          const violations = await page.evaluate(async (options) => {
            const told = await (window as unknown as Watched).axe.run(options);
            return told.violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html)]);
          }, faults);
          expect(violations).to.deep.equal([]);
        });
      }
    });

    it(`asks for nothing, runs nothing and complains of nothing: ${name}`, async () => {
      const { page, wrong, close } = await open(name, { viewport: wide });
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      await page.evaluate(() => {
        for (const element of document.querySelectorAll('*')) {
          for (const type of ['mouseover', 'focus', 'load', 'error'])
            element.dispatchEvent(new Event(type, { bubbles: false }));
        }
      });
      expect(await page.evaluate(() => (window as unknown as Watched).__pwned)).to.equal(undefined);
      expect(
        await page.evaluate(() => document.querySelectorAll('script, iframe, object, embed').length),
      ).to.equal(0);
      expect(await refused(page)).to.deep.equal([]);
      expect(wrong).to.deep.equal([]);
      await close();
    });
  }

  for (const name of ['clean', 'broken', 'huge', 'hostile']) {
    it(`never scrolls sideways on a phone: ${name}`, async () => {
      const { page, close } = await open(name, { viewport: phone });
      const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overhang()).to.equal(0);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await overhang()).to.equal(0);
      await close();
    });
  }

  it('shows hostile texts as the texts that they are', async () => {
    const { page, close } = await open('hostile', { viewport: wide });
    const shown = (await page.evaluate(() => document.body.textContent)) ?? '';
    const report = hostileReport();
    const texts = [
      report.title,
      report.determination.sentence,
      ...report.clauses.flatMap(({ id, says, at, undecided }) => [id, says, at, ...undecided]),
      ...report.findings.flatMap(({ title, fires, remedy, command }) => [title, fires, remedy, command]),
      ...report.findings.flatMap(({ sent, allowed }) => [sent ?? '', allowed ?? '']),
      ...report.findings.flatMap(
        ({ sample }) => sample?.lines.flatMap(({ name, value }) => [name, value]) ?? [],
      ),
      ...report.findings.flatMap(({ occurrences }) => occurrences.map(({ evidence }) => evidence.trace)),
      ...report.interpretations.flatMap(({ question, because }) => [question, because]),
      ...report.limits,
      ...report.verification.flatMap(({ says, command }) => [says, command]),
    ];
    const missing = texts.filter((text) => !shown.includes(visible(text, Number.POSITIVE_INFINITY)));
    expect(missing).to.deep.equal([]);
    expect(await page.title()).to.contain(visible(report.disclosure, 1000));
    await close();
  });

  it('is parsed to the same elements whatever the texts are', async () => {
    const shape = async (name: string): Promise<readonly string[]> => {
      const { page, close } = await open(name, { viewport: wide });
      const names = await page.evaluate(() =>
        [...document.querySelectorAll('*')].map(({ tagName }) => tagName),
      );
      await close();
      return names;
    };
    expect(await shape('hostile')).to.deep.equal(await shape('broken'));
  });

  it('is led through by keyboard: the way past the navigation comes first', async () => {
    const { page, close } = await open('broken', { viewport: wide });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).to.equal('skip');
    expect((await page.locator('.skip').boundingBox())?.y).to.be.at.least(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => location.hash)).to.equal('#report');
    await close();
  });

  it('turns dark and light by keyboard', async () => {
    const { page, close } = await open('broken', { viewport: wide, colorScheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator('#theme-auto').focus();
    await page.keyboard.press('ArrowRight');
    expect(await paper()).to.equal(light);
    await page.keyboard.press('ArrowRight');
    const dark = await paper();
    expect(dark).not.to.equal(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('#theme-dark').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await paper()).to.equal(light);
    await close();
  });

  it('leaves out by keyboard what is settled, and findings of the other kind', async () => {
    const { page, close } = await open('broken', { viewport: wide });
    await page.locator('#clauses-all').focus();
    expect(await page.locator('.matrix tbody tr:visible').count()).to.equal(21);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.matrix tbody tr:visible').count()).to.equal(15);
    await page.locator('#kind-all').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#excess').isVisible()).to.equal(true);
    expect(await page.locator('#shortfall').isVisible()).to.equal(false);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#excess').isVisible()).to.equal(false);
    expect(await page.locator('#shortfall').isVisible()).to.equal(true);
    await close();
  });

  it('prints everything, light, without what is only for a screen', async () => {
    const { page, close } = await open('broken', { viewport: wide, colorScheme: 'dark' });
    await page.locator('label[for=clauses-open]').click();
    await page.locator('label[for=theme-dark]').click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.matrix tbody tr:visible').count()).to.equal(21);
    expect(await page.locator('nav').isVisible()).to.equal(false);
    expect(await page.locator('.switch:visible').count()).to.equal(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).to.equal(
      'rgb(255, 255, 255)',
    );
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).to.equal(
      'light',
    );
    const closed = await page.evaluate(
      () =>
        [...document.querySelectorAll('details')].filter(
          (one) => (one.lastElementChild?.clientHeight ?? 0) === 0,
        ).length,
    );
    expect(closed).to.equal(0);
    await close();
  });
});
