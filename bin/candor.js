#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../build/src/cli/main.js', import.meta.url);
// Whatever goes wrong before the command itself begins, nothing was judged: 3, never 1.
process.exitCode = 3;
if (existsSync(main)) {
  try {
    const { main: run } = await import(main.href);
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`candor: could not start (${error instanceof Error ? error.message : error})\n`);
  }
} else {
  process.stderr.write('candor: this checkout is not built; run "npm ci" (or "npm run build") in it first\n');
}
