import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';

/** A Pact Broker, and what lets one in. */
export interface Broker {
  readonly url: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}

/** What a user gave on the command line; each may stand in the environment instead, under the names that Pact uses. */
export interface BrokerOptions {
  readonly brokerBaseUrl?: string;
  readonly brokerToken?: string;
  readonly brokerUsername?: string;
  readonly brokerPassword?: string;
}

/**
 * The broker that a user means, from the command line, else from PACT_BROKER_BASE_URL, PACT_BROKER_TOKEN,
 * PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
 *
 * @throws InputError where none is named, or its URL is none of http or https.
 */
export function toBroker(options: BrokerOptions, env: NodeJS.ProcessEnv): Broker {
  const url = options.brokerBaseUrl ?? given(env['PACT_BROKER_BASE_URL']);
  if (url === undefined)
    throw new InputError({
      message: 'no Pact Broker is named: give its URL with --broker-base-url, or in PACT_BROKER_BASE_URL',
    });
  const { protocol, username: user } = URL.canParse(url) ? new URL(url) : { protocol: '', username: '' };
  if (user !== '')
    throw new InputError({
      message: 'the URL of the Pact Broker holds a user; give it in PACT_BROKER_USERNAME instead',
    });
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new InputError({
      message: `the URL of the Pact Broker, ${JSON.stringify(visible(url))}, must begin with http:// or https://`,
    });
  const token = options.brokerToken ?? given(env['PACT_BROKER_TOKEN']);
  const username = options.brokerUsername ?? given(env['PACT_BROKER_USERNAME']);
  const password = options.brokerPassword ?? given(env['PACT_BROKER_PASSWORD']);
  return {
    url,
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

/** A text that may repeat what lets one in, without that: as it is, as JSON spells it, or as HTTP sends a password. */
export function withoutSecrets(text: string, { token, username = '', password }: Broker): string {
  const basic =
    password === undefined ? undefined : Buffer.from(`${username}:${password}`).toString('base64');
  return [token, password, basic]
    .flatMap((secret) => (secret === undefined ? [] : [secret, JSON.stringify(secret).slice(1, -1)]))
    .filter((secret) => secret.length >= 4)
    .sort((one, other) => other.length - one.length)
    .reduce((told, secret) => told.replaceAll(secret, '‹not shown›'), text);
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
