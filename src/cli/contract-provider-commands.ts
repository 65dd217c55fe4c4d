import { type Command, Option } from 'commander';
import type { Console } from './console.js';
import { examples, positive, projectOption } from './flags.js';
import { interruptible } from './interrupt.js';

type End = (status: number) => void;

/** `candor contract verify`, `publish` and `can-i-deploy`; each loads what it needs when it is asked for. */
export function addProviderCommands(contract: Command, console: Console, end: End): void {
  // Else the program takes --version of can-i-deploy for its own, and ends with what reads as a yes.
  contract.parent?.enablePositionalOptions();
  addVerify(contract, console, end);
  addPublish(contract, console, end);
  addCanIDeploy(contract, console, end);
}

function addVerify(contract: Command, console: Console, end: End): void {
  choosing(contract.command('verify'))
    .description('whether a receiving service accepts what is documented, and rejects what is not')
    .requiredOption('--provider-url <url>', 'where the service answers; its data must be for tests')
    .option('--provider <host>', 'only the contract with this receiving service')
    .option('--state-handlers <file>', 'a module whose default export has a function for each state, or "*"')
    .option('--state-url <url>', 'where each state is posted to before a request')
    .addOption(repeated('--header <header>', '"name: value", sent with each request and shown nowhere'))
    .option('--timeout <seconds>', 'for one answer or one state; 10 when not given', positive)
    .option('--out <dir>', 'a folder for verify.json')
    .option('--json', 'print the result for a machine')
    .addHelpText(
      'after',
      examples(
        'contract verify --provider-url http://127.0.0.1:8080',
        'contract verify --provider-url https://test.example --provider api.example --state-handlers states.mjs',
      ),
    )
    .action(async (options) => {
      const { verifyContracts } = await import('./contract-verify.js');
      end(await interruptible((signal) => verifyContracts(options, console, signal), 'nothing was decided'));
    });
}

function addPublish(contract: Command, console: Console, end: End): void {
  asking(choosing(contract.command('publish')))
    .description('hand the contracts to a Pact Broker')
    .requiredOption('--consumer-app-version <version>', 'the version of the product')
    .option('--branch <name>', 'the branch that it was built from')
    .addOption(repeated('--tag <name>', 'a tag of the version'))
    .addHelpText(
      'after',
      `
Examples:
  PACT_BROKER_BASE_URL=https://broker.example candor contract publish --consumer-app-version 11.0.0 --branch main

Exit status: 0 published, 3 could not.`,
    )
    .action(async (options) => {
      end(await (await import('./contract-publish.js')).publish(options, console));
    });
}

function addCanIDeploy(contract: Command, console: Console, end: End): void {
  asking(contract.command('can-i-deploy'))
    .description('ask a Pact Broker whether a version may be deployed')
    .requiredOption('--pacticipant <name>', 'the product, or the receiving service')
    .option('--version <version>', 'its version')
    .option('--latest [tag]', 'its latest version, or the latest with this tag')
    .option('--tag <name>', 'its versions with this tag')
    .option('--branch <name>', 'its latest version of this branch')
    .option('--main-branch', 'its latest version of the main branch')
    .option('--to-environment <name>', 'where it is to be deployed')
    .option('--to <tag>', 'the tag of those that it would meet')
    .addOption(repeated('--ignore <name>', 'whoever is not to count'))
    .option('--retry-while-unknown <times>', 'ask again while a result is not there yet', positive)
    .option('--retry-interval <seconds>', 'between two questions; 10 when not given', positive)
    .option('--json', 'print the answer for a machine')
    .addHelpText(
      'after',
      `
Examples:
  candor contract can-i-deploy --pacticipant acme-1 --version 11.0.0 --to-environment production

Exit status: 0 yes, 1 no, 2 the broker does not know, 3 it was not answered.`,
    )
    .action(async (options) => {
      end(await (await import('./contract-publish.js')).deployable(options, console));
    });
}

function choosing(command: Command): Command {
  return command
    .option('--disclosure <id>', 'whose contracts; of the only one when not given')
    .option('--contracts <dir>', 'a folder of contract files; contracts/ID of the project when not given')
    .addOption(projectOption());
}

function asking(command: Command): Command {
  return command
    .option('--broker-base-url <url>', 'the Pact Broker; better in PACT_BROKER_BASE_URL')
    .option('--broker-token <token>', 'better in PACT_BROKER_TOKEN, which no list of processes shows')
    .option('--broker-username <name>', 'better in PACT_BROKER_USERNAME')
    .option('--broker-password <password>', 'better in PACT_BROKER_PASSWORD');
}

/** One that may be given again, and never takes the operand that follows. */
function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be given again`).argParser(
    (value: string, before: string[] | undefined) => [...(before ?? []), value],
  );
}
