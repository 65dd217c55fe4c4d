import type { Command } from 'commander';
import type { Console } from './console.js';
import { addProviderCommands } from './contract-provider-commands.js';
import { examples, projectOption } from './flags.js';
import { interruptible } from './interrupt.js';

const UNDECIDED = 'nothing was decided';

/** `candor contract` and what belongs to it; each loads what it needs when it is asked for. */
export function addContractCommands(program: Command, console: Console, end: (status: number) => void): void {
  const contract = program
    .command('contract')
    .description('the Pact contracts that the product and the vendor’s receiving services share')
    .addHelpText(
      'after',
      examples(
        'contract generate',
        'contract replay reports/run/traces/*.ndjson',
        'contract verify --provider-url http://127.0.0.1:8080',
      ),
    );

  contract
    .command('generate')
    .description('write the contracts that disclosure, schemas and scenarios make')
    .option('--disclosure <id>', 'only this disclosure')
    .option('--system <file>', 'the system whose routes are used; the reference system when not given')
    .option('--out <dir>', 'the folder; contracts/ID of the project when not given')
    .option('--check', 'write nothing, and fail where a file is not what it would be')
    .addOption(projectOption())
    .option('--json', 'print what was done for a machine')
    .addHelpText('after', examples('contract generate', 'contract generate --check'))
    .action(async (options) => {
      end(await (await import('./contract-generate.js')).generateContracts(options, console));
    });

  contract
    .command('replay')
    .description('send what was captured to Pact’s mock server, and compare its answers with the judge’s')
    .argument('<trace...>', 'candor-trace/1 files')
    .option('--contracts <dir>', 'a folder of contract files; contracts/ID of the project when not given')
    .option('--disclosure <id>', 'the disclosure that the traces must be of')
    .option('--system <file>', 'the system file, where it is not the one that a trace names')
    .addOption(projectOption())
    .option('--json', 'print the result for a machine')
    .addHelpText('after', examples('contract replay reports/run/traces/*.ndjson'))
    .action(async (traces: string[], options) => {
      const { replayTraces } = await import('./contract-replay.js');
      end(await interruptible((signal) => replayTraces(traces, options, console, signal), UNDECIDED));
    });

  addProviderCommands(contract, console, end);
}
