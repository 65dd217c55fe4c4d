import { type ExecFileException, execFile } from 'node:child_process';
import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';
import { findPact } from '../replay/pact-executable.js';
import { type Broker, withoutSecrets } from './broker.js';

/** How the client came out. */
export interface ClientOutcome {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_LIMIT = 8 * 1024 * 1024;
const MESSAGE_LIMIT = 500;
/** Of the client's own: with a pause of half a second that doubles. Its eight would take four minutes. */
const RETRIES = '--retries=2';

/**
 * Runs Pact's own client of the broker. Where the broker is and what lets one in travel in the environment, which
 * holds nothing else but the certificates to trust: a variable of Pact's could turn each "no" into a "yes"
 * (PACT_BROKER_CAN_I_DEPLOY_DRY_RUN), or tracing on.
 *
 * @param limit in milliseconds
 * @throws InputError where it is not installed, cannot be started or does not end.
 */
export function askBroker(
  broker: Broker,
  parameters: readonly string[],
  { cwd, limit }: { readonly cwd: string; readonly limit: number },
): Promise<ClientOutcome> {
  const pact = findPact();
  const options = {
    cwd,
    env: clientEnvironment(broker, process.env),
    timeout: limit,
    killSignal: 'SIGKILL',
    maxBuffer: OUTPUT_LIMIT,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(pact, ['broker', ...parameters, RETRIES], options, (error, stdout, stderr) => {
      if (error === null || typeof error.code === 'number')
        resolve({ succeeded: error === null, stdout, stderr });
      else reject(new InputError({ message: `Pact's client of the broker ${faultOf(error, limit)}` }));
    });
  });
}

function faultOf(error: ExecFileException, limit: number): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed more than is read';
  if (error.killed) return `did not end in ${limit / 1000} s`;
  return `could not be run (${error.code ?? error.message})`;
}

/** The environment of the client: see `askBroker`. */
export function clientEnvironment(broker: Broker, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const variables: Readonly<Record<string, string | undefined>> = {
    PACT_BROKER_BASE_URL: broker.url,
    PACT_BROKER_TOKEN: broker.token,
    PACT_BROKER_USERNAME: broker.username,
    PACT_BROKER_PASSWORD: broker.password,
    SSL_CERT_FILE: own['SSL_CERT_FILE'],
    SSL_CERT_DIR: own['SSL_CERT_DIR'],
    SystemRoot: own['SystemRoot'],
    PACT_DO_NOT_TRACK: 'true',
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

/** What the client said when it failed, as one sentence, and without what lets one in. */
export function failureOf({ stdout, stderr }: ClientOutcome, broker: Broker): string {
  const all = `${stderr}\n${stdout}`;
  // It marks where the reason begins, and may give it twice.
  const marked = all.slice(Math.max(0, all.indexOf('❌')));
  const lines = marked.split('\n').map((line) => line.replaceAll('❌', '').trim());
  const isTold = (line: string, index: number): boolean =>
    line === '' || lines.slice(0, index).some((before) => before.includes(line));
  const text = lines.filter((line, index) => !isTold(line, index)).join(' ');
  const safe = withoutSecrets(text, broker);
  return visible(safe === '' ? 'it gave no reason' : safe, MESSAGE_LIMIT);
}
