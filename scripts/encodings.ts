// Writes docs/encodings.md: what the search for planted values finds, and what it misses. `--check` compares.
import { readFile, writeFile } from 'node:fs/promises';
import { encodingPage } from './encoding-page.js';

const path = new URL('../../docs/encodings.md', import.meta.url);
const text = encodingPage({ benign: 10_000 });
if (!process.argv.includes('--check')) {
  await writeFile(path, text);
  console.error('wrote docs/encodings.md');
} else if (text !== (await readFile(path, 'utf8').catch(() => undefined))) {
  console.error('docs/encodings.md is stale; run "npm run encodings"');
  process.exitCode = 1;
}
