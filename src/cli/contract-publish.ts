import { chooseContracts } from '../contract/choose-contracts.js';
import { type BrokerOptions, toBroker } from '../contract/publish/broker.js';
import { canIDeploy, type Deployable, type Deployment } from '../contract/publish/can-i-deploy.js';
import { publishContracts } from '../contract/publish/publish-contracts.js';
import { projectFolders } from '../disclosure/project.js';
import { visible } from '../disclosure/visible.js';
import type { Console } from './console.js';
import { NOT_DECIDED, UPHELD, VIOLATED } from './exit-status.js';

export interface ContractPublishOptions extends BrokerOptions {
  readonly consumerAppVersion: string;
  readonly branch?: string;
  readonly tag?: readonly string[];
  readonly disclosure?: string;
  /** A folder of contract files; that of the project when not given. */
  readonly contracts?: string;
  readonly project?: string;
}

export interface CanIDeployOptions extends BrokerOptions, Deployment {
  readonly json?: boolean;
}

const TEXT_LIMIT = 1000;

/**
 * `candor contract publish`: hands the contracts of a disclosure to a Pact Broker.
 *
 * @returns 0 where it took all of them.
 * @throws InputError where no broker is named, there is no contract, or the broker did not take one.
 */
export async function publish(options: ContractPublishOptions, console: Console): Promise<number> {
  const broker = toBroker(options, process.env);
  const { contracts } = await chooseContracts({ ...options, folders: projectFolders(options.project) });
  const { consumerAppVersion: version, branch, tag: tags = [] } = options;
  const consumer = { version, tags, ...(branch === undefined ? {} : { branch }) };
  await publishContracts(contracts, broker, consumer, (provider) => {
    console.out(`published  ${visible(provider)}\n`);
  });
  return UPHELD;
}

/**
 * `candor contract can-i-deploy`: what a Pact Broker knows of a version and those that it would meet.
 *
 * @returns 0 for yes, 1 for no, 2 where the broker does not know.
 * @throws InputError where no broker is named, or it did not answer.
 */
export async function deployable(options: CanIDeployOptions, console: Console): Promise<number> {
  const answer = await canIDeploy(toBroker(options, process.env), options);
  console.out(options.json ? `${JSON.stringify(jsonOf(answer), undefined, 2)}\n` : tell(answer, console));
  if (answer.deployable === undefined) return NOT_DECIDED;
  return answer.deployable ? UPHELD : VIOLATED;
}

function jsonOf({ deployable, ...rest }: Deployable): object {
  return { deployable: deployable ?? null, ...rest };
}

function tell(answer: Deployable, { colours }: Console): string {
  const word = answer.deployable === undefined ? 'UNKNOWN' : answer.deployable ? 'yes' : 'NO';
  const painted = answer.deployable ? colours.green(word) : colours.red(word);
  const { succeeded, verifications } = answer;
  const rests =
    verifications === 0
      ? 'it rests on no verification'
      : `${succeeded} of ${verifications} verifications succeeded`;
  const lines = [`${painted}  ${visible(answer.reason, TEXT_LIMIT)}`, rests, ...answer.notices];
  return lines.map((line, index) => `${index === 0 ? line : visible(line, TEXT_LIMIT)}\n`).join('');
}
