// Draws what the command prints, from real runs: docs/picture.svg and docs/picture-defect.svg.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Line, plain, readAnsi } from './ansi.js';
import { drawWindow } from './window.js';

interface Shot {
  readonly file: string;
  readonly title: string;
  /** What follows `node`. */
  readonly command: string;
  /** Which lines of the output to leave out: from the first that is matched up to the second, which stays. */
  readonly cuts: readonly (readonly [RegExp, RegExp])[];
}

const shots: readonly Shot[] = [
  {
    file: 'docs/picture.svg',
    title: 'Candor upholds every clause of the reference system',
    command: 'bin/candor.js run --system systems/reference/system.yaml --require-all --out reports/reference',
    cuts: [
      [/^ {2}activation\.code-and/, /^ {2}kit\.files/],
      [/^For a person/, /^Limits/],
    ],
  },
  {
    file: 'docs/picture-defect.svg',
    title: 'Candor finds a slot that a defective system skips',
    command:
      'bin/candor.js run ksn-declined-at-install --system systems/defective/slot-skipped.yaml --out reports/skipped',
    cuts: [
      [/^Not exercised/, /^Findings/],
      [/^Limits/, /^Result and/],
    ],
  },
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const columns = 116;

// The runs are made elsewhere, so that nothing of them is left in the checkout and no path of this machine is drawn.
const folder = mkdtempSync(join(tmpdir(), 'candor-picture-'));
try {
  for (const name of ['bin', 'systems']) symlinkSync(join(root, name), join(folder, name));
  for (const shot of shots) writeFileSync(join(root, shot.file), draw(shot));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function draw({ title, command, cuts }: Shot): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, command.split(' '), {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1' },
  });
  if (status === null || status > 1) throw new Error(`${command} ended with ${status}: ${stderr}`);
  const shown = cuts.reduce((lines, [from, to]) => cut(lines, from, to), readAnsi(stdout.trimEnd()));
  const answer: Line = [{ text: String(status), styles: [] }];
  return drawWindow(title, [prompt(`node ${command}`), [], ...shown, [], prompt('echo $?'), answer], columns);
}

function prompt(text: string): Line {
  return [
    { text: '$ ', styles: ['dim'] },
    { text, styles: ['bold'] },
  ];
}

/** A cut is shown: by how many lines were left out. */
function cut(lines: readonly Line[], from: RegExp, to: RegExp): readonly Line[] {
  const first = lines.findIndex((line) => from.test(plain(line)));
  const last = lines.findIndex((line, index) => index > first && to.test(plain(line)));
  if (first < 0 || last < 0) throw new Error(`the output has no lines from ${from} to ${to}`);
  const note: Line = [{ text: `  ⋮ ${last - first} lines are left out here`, styles: ['note'] }];
  const isHeading = !plain(lines[last] ?? []).startsWith(' ');
  return [...lines.slice(0, first), note, ...(isHeading ? [[]] : []), ...lines.slice(last)];
}
