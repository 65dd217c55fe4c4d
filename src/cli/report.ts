import { appendFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import { loadRun } from '../report/load-run.js';
import { buildReport } from '../report/model/build-report.js';
import type { Report } from '../report/report.js';
import { writeWhole } from '../report/write-whole.js';
import type { Console } from './console.js';
import { UPHELD } from './exit-status.js';

export const reportFormats = [
  'terminal',
  'html',
  'pdf',
  'sarif',
  'junit',
  'github',
  'markdown',
  'csv',
  'attestation',
] as const;

export type ReportFormat = (typeof reportFormats)[number];

export interface ReportCommandOptions {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly document?: string;
  readonly reveal?: boolean;
  readonly key?: string;
}

/** One file of a telling. Without a name it is the telling itself, and goes where it was asked for. */
interface Part {
  readonly name?: string;
  readonly chunks: Iterable<string | Uint8Array>;
}

/**
 * `candor report`: a finished run, told again. The same run gives the same bytes.
 *
 * @returns 0: what the run says is for `candor gate` to decide.
 * @throws InputError where the folder holds no run, or its evidence is not what was judged.
 */
export async function report(
  folder: string,
  options: ReportCommandOptions,
  console: Console,
): Promise<number> {
  if (options.format === 'attestation') return reportAttestation(folder, options, console);
  const run = await loadRun(folder, options.document);
  const told = await buildReport(run, { revealed: options.reveal ?? false });
  if (options.format === 'github') return reportToGithub(told, options, console);
  const parts = await tellings[options.format](told, console, options);
  for (const part of parts) await put(part, options, console);
  return UPHELD;
}

type Telling = (report: Report, console: Console, options: ReportCommandOptions) => Promise<readonly Part[]>;

/** Each loads what it needs, for some of it takes longer to load than all the rest. */
const tellings: Readonly<Record<Exclude<ReportFormat, 'attestation' | 'github'>, Telling>> = {
  terminal: async (told, { colours, width }) => {
    const { terminalReport } = await import('../report/terminal.js');
    return [{ chunks: [terminalReport(told, { colours, width })] }];
  },
  html: async (told) => [{ chunks: (await import('../report/html/html-report.js')).htmlReport(told) }],
  pdf: async (told, _console, { out }) => {
    const { pdfReport } = await import('../report/pdf/pdf-report.js');
    const archive = { chunks: [await pdfReport(told, 'a-2a')] };
    if (out === undefined) return [archive];
    // Both standards at once are refused: one file for the archive, one for who reads with other means than eyes.
    return [archive, { name: accessibleName(out), chunks: [await pdfReport(told, 'ua-1')] }];
  },
  sarif: async (told) => [{ chunks: [(await import('../report/sarif.js')).sarifReport(told)] }],
  junit: async (told) => [{ chunks: [(await import('../report/junit.js')).junitReport(told)] }],
  markdown: async (told) => [{ chunks: [(await import('../report/markdown.js')).markdownReport(told)] }],
  csv: async (told) => [{ chunks: [(await import('../report/csv.js')).csvReport(told)] }],
};

/** `report.ua.pdf` beside `report.pdf`. */
function accessibleName(out: string): string {
  const extension = extname(out);
  return join(dirname(out), `${basename(out, extension)}.ua${extension}`);
}

async function put(
  { name, chunks }: Part,
  { out, format }: ReportCommandOptions,
  console: Console,
): Promise<void> {
  if (out !== undefined) {
    const file = name ?? out;
    await writeWhole(file, chunks);
    console.err(`candor: wrote ${file}\n`);
    return;
  }
  if (format === 'pdf' && console.interactive) {
    throw new InputError({ message: 'a PDF is not for a terminal; name a file with --out FILE' });
  }
  for (const chunk of chunks) console.out(chunk);
}

/** Annotations go to standard output, where a workflow looks for them; the summary to the file that it names. */
async function reportToGithub(
  told: Report,
  { out }: ReportCommandOptions,
  console: Console,
): Promise<number> {
  const { githubAnnotations, githubSummary } = await import('../report/github.js');
  console.out(githubAnnotations(told));
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (out !== undefined) await writeWhole(out, [githubSummary(told)]);
  else if (summary) {
    await appendFile(summary, githubSummary(told)).catch((error: NodeJS.ErrnoException) => {
      throw new InputError({ file: summary, message: unreadable(error) });
    });
  }
  return UPHELD;
}

async function reportAttestation(
  folder: string,
  { key, out }: ReportCommandOptions,
  console: Console,
): Promise<number> {
  const { tellAttestation } = await import('./attest.js');
  const text = await tellAttestation(folder, key);
  await put({ chunks: [text] }, { format: 'attestation', ...(out === undefined ? {} : { out }) }, console);
  return UPHELD;
}
