import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no page can be opened here; undefined where one can. */
export function withoutBrowser(): string | undefined {
  if (existsSync(executablePath)) return undefined;
  return `no browser at ${executablePath}; name one with CHROMIUM`;
}

/** A browser that asks nothing of any network by itself. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
