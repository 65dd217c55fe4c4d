import { tmpdir } from 'node:os';
import { InputError } from '../../disclosure/input-error.js';
import { type Broker, withoutSecrets } from './broker.js';
import { askBroker, failureOf } from './broker-client.js';

/** What is asked of the broker, in the words of its client. */
export interface Deployment {
  readonly pacticipant: string;
  readonly version?: string;
  /** The latest version, or the latest with this tag. */
  readonly latest?: true | string;
  readonly tag?: string;
  readonly branch?: string;
  readonly mainBranch?: boolean;
  readonly toEnvironment?: string;
  readonly to?: string;
  readonly ignore?: readonly string[];
  /** How often the broker is asked again while a result is not there yet. */
  readonly retryWhileUnknown?: number;
  /** Seconds between. */
  readonly retryInterval?: number;
}

/** What the broker says. */
export interface Deployable {
  /** Undefined where a result is not there: the broker does not know. */
  readonly deployable: boolean | undefined;
  readonly reason: string;
  /** Verifications that the answer rests on, and how many of them succeeded. */
  readonly verifications: number;
  readonly succeeded: number;
  readonly notices: readonly string[];
}

const LIMIT = 120_000;
const DEFAULT_INTERVAL = 10;

/**
 * Asks a broker whether a version may be deployed.
 *
 * @throws InputError where the question is none, or the broker does not answer it.
 */
export async function canIDeploy(broker: Broker, deployment: Deployment): Promise<Deployable> {
  const { retryWhileUnknown = 0, retryInterval = DEFAULT_INTERVAL } = deployment;
  const limit = LIMIT + retryWhileUnknown * retryInterval * 1000;
  const parameters = ['can-i-deploy', ...parametersOf(deployment), '--output', 'json'];
  const outcome = await askBroker(broker, parameters, { cwd: tmpdir(), limit });
  // With this output its status is 0 for "no" as well, so that the answer itself must be read.
  const answer = outcome.succeeded ? readAnswer(outcome.stdout, deployment, broker) : undefined;
  if (answer !== undefined) return answer;
  throw new InputError({
    message: `the Pact Broker did not say whether it may be deployed: ${failureOf(outcome, broker)}`,
  });
}

/** The client drops a name and value joined by "=" without a word here, and asks of everything instead. */
function parametersOf(deployment: Deployment): readonly string[] {
  const { latest, retryWhileUnknown, retryInterval } = deployment;
  const which: readonly (readonly [string, string | undefined])[] = [
    ['--version', deployment.version],
    ['--tag', deployment.tag],
    ['--branch', deployment.branch],
  ];
  const isNamed =
    which.some(([, value]) => value !== undefined) || latest !== undefined || deployment.mainBranch;
  if (!isNamed)
    throw new InputError({
      message: 'say which version is meant: --version, --branch, --main-branch, --tag or --latest',
    });
  return [
    ...pair('--pacticipant', deployment.pacticipant),
    ...which.flatMap(([name, value]) => pair(name, value)),
    ...(latest === true ? ['--latest'] : pair('--latest', latest)),
    ...(deployment.mainBranch ? ['--main-branch'] : []),
    ...pair('--to-environment', deployment.toEnvironment),
    ...pair('--to', deployment.to),
    ...(deployment.ignore ?? []).flatMap((name) => pair('--ignore', name)),
    ...pair('--retry-while-unknown', retryWhileUnknown?.toString()),
    ...pair('--retry-interval', retryInterval?.toString()),
  ];
}

function pair(name: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value === '' || value.startsWith('-'))
    throw new InputError({
      message: `${name} may not be empty, nor begin with "-": ${JSON.stringify(value)}`,
    });
  return [name, value];
}

function readAnswer(
  text: string,
  { pacticipant, ignore = [] }: Deployment,
  broker: Broker,
): Deployable | undefined {
  const answer = objectOf(parse(text));
  const summary = objectOf(answer['summary']);
  const deployable = summary['deployable'];
  if (!('deployable' in summary) || (typeof deployable !== 'boolean' && deployable !== null))
    return undefined;
  const rows = listOf(answer['matrix']).map(objectOf);
  const isOther = (row: Readonly<Record<string, unknown>>): boolean =>
    !['consumer', 'provider'].some((side) => objectOf(row[side])['name'] === pacticipant);
  if (rows.some(isOther))
    throw new InputError({
      message: `the Pact Broker answered of others than ${JSON.stringify(pacticipant)}`,
    });
  const failed = (row: Readonly<Record<string, unknown>>): boolean =>
    objectOf(row['verificationResult'])['success'] === false;
  // Whoever is ignored may fail, and what else a yes may rest on is the broker's to know; not on a failure.
  if (deployable === true && ignore.length === 0 && rows.some(failed))
    throw new InputError({
      message: 'the Pact Broker contradicts itself: it says yes, and names a verification that failed',
    });
  return {
    deployable: deployable ?? undefined,
    reason: withoutSecrets(String(summary['reason'] ?? ''), broker),
    verifications: rows.length,
    succeeded: rows.filter((row) => objectOf(row['verificationResult'])['success'] === true).length,
    notices: listOf(answer['notices']).map((notice) =>
      withoutSecrets(String(objectOf(notice)['text'] ?? ''), broker),
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.slice(Math.max(0, text.indexOf('{'))));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
