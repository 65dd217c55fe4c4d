import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { htmlReport } from '../../src/report/html/html-report.js';
import { loadRun } from '../../src/report/load-run.js';
import { buildReport } from '../../src/report/model/build-report.js';
import { hostileTrace } from '../report/hostile-trace.js';
import { runs } from '../report/runs.js';
import { openBrowser, withoutBrowser } from './browser.js';

describe('The HTML report of a run whose every captured string is an attack', function () {
  this.timeout(120_000);
  const made = runs();
  let browser: Browser;
  let folder: string;

  before(async function () {
    const reason = withoutBrowser();
    if (reason !== undefined) {
      if (process.env['CANDOR_BROWSER'] === 'required') throw new Error(reason);
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'candor-hostile-'));
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
    made.remove();
  });

  for (const revealed of [false, true]) {
    it(`runs nothing, loads nothing and leads nowhere${revealed ? ', with its values revealed' : ''}`, async () => {
      const run = await made.judge({ "<b>it's$(x)&.ndjson": hostileTrace() });
      const file = join(folder, `${revealed}.html`);
      await writeFile(file, htmlReport(await buildReport(await loadRun(run), { revealed })));
      const page = await browser.newPage();
      const happened: string[] = [];
      page.on('console', (message) => happened.push(message.text()));
      page.on('pageerror', (error) => happened.push(error.message));
      page.on('dialog', (dialog) => happened.push(dialog.message()));
      page.on('request', (request) => happened.push(request.url().slice(0, 200)));
      const url = pathToFileURL(file).href;
      await page.goto(url, { waitUntil: 'load' });
      expect(await page.title()).not.to.contain('owned');
      expect(
        await page.evaluate("document.querySelectorAll('script,img,iframe,object,embed,form,base').length"),
      ).to.equal(0);
      const links = await page.evaluate(
        "[...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href'))",
      );
      for (const link of links as string[]) expect(link).to.match(/^(#|data:,$)/);
      expect(await page.evaluate('document.body.innerText')).to.contain(
        '<script>document.title="owned"</script>',
      );
      // The page itself, and fonts that it holds.
      expect(happened.filter((what) => what !== url && !what.startsWith('data:'))).to.deep.equal([]);
    });
  }
});
