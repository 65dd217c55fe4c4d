#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../build/src/cli/main.js', import.meta.url);
if (existsSync(main)) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('candor: this checkout is not built; run "npm ci" (or "npm run build") in it first\n');
  process.exitCode = 3;
}
