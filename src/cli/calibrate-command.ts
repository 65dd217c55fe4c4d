import type { Command } from 'commander';
import type { Console } from './console.js';
import { projectOption, readingOption } from './flags.js';

/** `candor calibrate`; what it needs is loaded when it is asked for. */
export function addCalibrateCommand(program: Command, console: Console, end: (status: number) => void): void {
  program
    .command('calibrate')
    .description('measure how many violations the judge finds, and how often it accuses what is permitted')
    .argument('[trace...]', 'recorded traces that nothing is wrong with; composed ones when none is named')
    .option('--disclosure <id>', 'the disclosure; that of the system when not given')
    .option('--system <file>', 'the system whose routes are used; the reference system when not given')
    .addOption(readingOption())
    .option('--write', 'keep it as disclosures/ID/calibration.json, which runs and reports then carry')
    .option('--check', 'fail where that file is not what was measured')
    .addOption(projectOption())
    .option('--json [file]', 'print it for a machine, or write it to a file')
    .addHelpText(
      'after',
      `
Examples:
  candor calibrate
  candor calibrate --write
  candor calibrate reports/run/traces/*.ndjson --json calibration.json

Exit status: 0 every violation was found by the right rule and nothing else was accused, 1 not so (or not what
--check finds written), 2 there was nothing to measure, 3 could not measure.`,
    )
    .action(async (traces: string[], options) => {
      const { calibrate } = await import('./calibrate.js');
      end(await calibrate(traces, options, console));
    });
}
