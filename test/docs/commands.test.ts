import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { blocksOf, pages, root } from './markdown.js';

// A block marked `run: STATUS` is run; one marked `output` after it shows lines of what that printed, `…` for more.
describe('The commands in the documents', () => {
  for (const page of pages()) {
    const blocks = blocksOf(page).filter(({ marks }) => marks.has('run') || marks.has('output'));
    if (blocks.length === 0) continue;

    it(`${page} shows what its commands do`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'candor-docs-'));
      try {
        const own = (text: string): string => text.replaceAll('reports/', `${folder}/`);
        let printed = '';
        for (const { place, marks, text } of blocks) {
          const status = marks.get('run');
          if (status === undefined) expectLines(printed, own(text), place);
          else {
            const { output, ended } = run(own(text), folder);
            expect(ended, `${place}: ${output}`).to.equal(Number(status));
            printed = output;
          }
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

/** Runs a block in a shell, with the command that these tests were compiled with. */
function run(script: string, folder: string): { readonly output: string; readonly ended: number | null } {
  const main = new URL('../../src/cli/main.js', import.meta.url).href;
  const command = join(folder, 'candor.mjs');
  // A command that does not load must not pass for one that found a violation.
  const load = `import(${JSON.stringify(main)}).catch((error) => ({ main: () => (console.error(error), 3) }))`;
  const call = 'process.exitCode = await main(process.argv.slice(2));';
  writeFileSync(command, `const { main } = await ${load};\n${call}\n`);
  const own = script.replaceAll('node bin/candor.js', `"${process.execPath}" "${command}"`);
  const { CI: _, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', `set -e\n${own}`], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
  return { output: `${stdout}${stderr}`, ended: status };
}

/** Every line that is shown was printed, in this order, and without others between two that have no `…`. */
function expectLines(printed: string, shown: string, place: string): void {
  let rest = printed;
  for (const part of shown.split(/^…\n/m)) {
    const at = rest.indexOf(part.trimEnd());
    expect(at, `${place}: ${part}\nis not in\n${rest}`).to.be.at.least(0);
    rest = rest.slice(at + part.trimEnd().length);
  }
}
