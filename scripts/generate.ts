// Writes what is made from something else; `--check` changes nothing, and fails when a checked-in file is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { GeneratedFile } from './generated-file.js';
import { RULE_FOLDER, rulePages } from './rule-pages.js';
import { typeFiles } from './types.js';

const root = new URL('../../', import.meta.url);
const check = process.argv.includes('--check');

const generated: readonly GeneratedFile[] = [...(await typeFiles(root)), ...rulePages()];
await mkdir(new URL(RULE_FOLDER, root), { recursive: true });
const stale = [...(await staleFiles()), ...(await leftovers())];
for (const { path, text } of stale) {
  if (check) console.error(`${path} is stale; run "npm run generate"`);
  else if (text === undefined) await rm(new URL(path, root));
  else await writeFile(new URL(path, root), text);
  if (!check) console.error(`${text === undefined ? 'removed' : 'wrote'} ${path}`);
}
if (check && stale.length > 0) process.exitCode = 1;

async function staleFiles(): Promise<readonly GeneratedFile[]> {
  const present = await Promise.all(
    generated.map(({ path }) => readFile(new URL(path, root), 'utf8').catch(() => undefined)),
  );
  return generated.filter(({ text }, index) => text !== present[index]);
}

/** Pages of rules that there no longer are. */
async function leftovers(): Promise<readonly { path: string; text: undefined }[]> {
  const known = new Set(generated.map(({ path }) => path));
  const paths = (await readdir(new URL(RULE_FOLDER, root))).map((name) => `${RULE_FOLDER}/${name}`);
  return paths.filter((path) => !known.has(path)).map((path) => ({ path, text: undefined }));
}
