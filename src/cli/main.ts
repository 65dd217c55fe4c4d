import { Command, CommanderError, Option } from 'commander';
import { addAttestCommands } from './attest-commands.js';
import { addCalibrateCommand } from './calibrate-command.js';
import { check } from './check.js';
import { processConsole } from './console.js';
import { addContractCommands } from './contract-commands.js';
import { printError } from './errors.js';
import { COULD_NOT_JUDGE, UPHELD } from './exit-status.js';
import { explain, listExplainable } from './explain.js';
import { addGateFlags, examples, positive, projectOption, readingOption, statuses } from './flags.js';
import { gate } from './gate.js';
import { addImportCommand } from './import-commands.js';
import { interruptible } from './interrupt.js';
import { report, reportFormats } from './report.js';
import { verify } from './verify.js';
import { version } from './version.js';

/** The command. @returns the exit status; it never throws. */
export async function main(parameters: readonly string[]): Promise<number> {
  const console = processConsole();
  let status = UPHELD;
  const program = new Command('candor')
    .description('Checks that what a product sends is what its vendor disclosed.')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: console.out,
      writeErr: (text) => console.err(text.replace(/^error: /, 'candor: ').replace('\n(Did', ' (Did')),
    })
    .addHelpText('after', statuses);

  addGateFlags(program.command('run'))
    .description('drive a product through scenarios, capture what it sends, and judge it')
    .argument('[scenario...]', 'the scenarios to run; all of the disclosure when none is named')
    .requiredOption('--system <file>', 'the system file of the product')
    .option('--out <dir>', 'the folder of the run; a new one under reports/ when not given')
    .addOption(readingOption())
    .option('--require-all', 'not upheld unless every clause that can be verified was exercised')
    .option('--jobs <number>', 'scenarios side by side; one a processor when not given', positive)
    .option(
      '--differential',
      'observe each scenario twice, and once more with each planted value changed: what changes with it depends on it',
    )
    .option(
      '--calibration <file>',
      'the calibration to keep with the run, where it is not the one beside the disclosure',
    )
    .addOption(projectOption())
    .option('--json', 'print the result for a machine')
    .addHelpText(
      'after',
      examples(
        'run --system systems/reference/system.yaml',
        'run upgrade --system product/system.yaml --out reports/today',
      ),
    )
    .action(async (scenarios: string[], options) => {
      // What only a run needs takes longer to load than all the rest.
      const { run } = await import('./run.js');
      status = await interruptible((signal) => run(scenarios, options, console, signal));
    });

  addGateFlags(program.command('verify'))
    .description('judge recorded traces')
    .argument('<trace...>', 'candor-trace/1 files')
    .requiredOption('--out <dir>', 'the folder for result.json and the evidence')
    .addOption(readingOption())
    .option('--system <file>', 'the system file, where it is not the one that the trace names')
    .option(
      '--calibration <file>',
      'the calibration to keep with the run, where it is not the one beside the disclosure',
    )
    .option(
      '--differential',
      'compare three traces: one, the same again, and one with a planted value changed',
    )
    .option('--require-all', 'not upheld unless every clause that can be verified was exercised')
    .addOption(projectOption())
    .option('--json', 'print the result for a machine')
    .addHelpText(
      'after',
      examples(
        'verify reports/run/traces/*.ndjson --out reports/again',
        'verify field.ndjson --out reports/field --reading acme.after-window=allowed',
      ),
    )
    .action(async (traces: string[], options) => {
      status = await verify(traces, options, console);
    });

  addImportCommand(program, console, (ended) => {
    status = ended;
  });

  program
    .command('report')
    .description('tell a finished run again, in any format')
    .argument('<dir>', 'the folder of a run')
    .addOption(new Option('--format <format>', 'how to tell it').choices(reportFormats).default('terminal'))
    .option('--out <file>', 'where to write it; standard output when not given')
    .option('--document <file>', 'quote the vendor’s document, after its digest matched')
    .option('--reveal', 'show captured values as they were sent, instead of kind, length and digest')
    .option('--key <file>', 'sign the attestation with this Ed25519 private key')
    .addHelpText(
      'after',
      examples(
        'report reports/run',
        'report reports/run --format html --out report.html',
        'report reports/run --format pdf --out report.pdf',
      ),
    )
    .action(async (folder: string, options) => {
      status = await report(folder, options, console);
    });

  addGateFlags(program.command('gate'))
    .description('decide whether the release that was judged may go')
    .argument('<dir>', 'the folder of a run')
    .option('--json', 'print the account for a machine')
    .addHelpText(
      'after',
      examples('gate reports/run', 'gate reports/run --waivers waivers.yaml --baseline reports/last'),
    )
    .action(async (folder: string, options) => {
      status = await gate(folder, options, console);
    });

  addAttestCommands(program, console, (ended) => {
    status = ended;
  });

  addCalibrateCommand(program, console, (ended) => {
    status = ended;
  });

  addContractCommands(program, console, (ended) => {
    status = ended;
  });

  program
    .command('check')
    .description('validate disclosures, schemas, scenarios and systems, and what they say of each other')
    .option('--document <file>', 'account for every sentence of the vendor’s document')
    .option('--disclosure <id>', 'only this disclosure')
    .option('--strict', 'fail on warnings too')
    .addOption(projectOption())
    .option('--json', 'print what was found for a machine')
    .addHelpText('after', examples('check', 'check --document about-data-provision.txt'))
    .action(async (options) => {
      status = await check(options, console);
    });

  program
    .command('explain')
    .description('what a rule or a clause means')
    .argument('[name]', 'a rule or a clause')
    .option('--list', 'name every rule and clause')
    .option('--disclosure <id>', 'only the clauses of this disclosure')
    .addOption(projectOption())
    .option('--json', 'print it for a machine')
    .addHelpText('after', examples('explain schedule/missing', 'explain acme.schedule', 'explain --list'))
    .action(async (name: string | undefined, options) => {
      status = await (name === undefined || options.list
        ? listExplainable(options, console)
        : explain(name, options, console));
    });

  if (parameters.length === 0) {
    const names = program.commands.map((command) => command.name()).join(', ');
    console.err(`candor: name a command: ${names}; "candor --help" tells more\n`);
    return COULD_NOT_JUDGE;
  }
  // Nobody awaits what is thrown there, and Node's own status for it would read as "violated".
  const crash = (error: unknown): never => process.exit(printError(error, console));
  process.on('uncaughtException', crash);
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return isHelp(error) ? UPHELD : COULD_NOT_JUDGE;
    return printError(error, console);
  } finally {
    process.off('uncaughtException', crash);
  }
}

/** Help that was asked for. Commander takes its status from the process, which is not decided yet. */
function isHelp({ code, exitCode }: CommanderError): boolean {
  return code === 'commander.help' || exitCode === 0;
}
