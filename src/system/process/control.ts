import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../adapter-error.js';
import type { ControlRequest } from '../system-file.generated.js';
import type { Command } from './command.js';
import { type Peer, programBeside, startPeer } from './peer-process.js';

/** Calls to a product's control interface, made from where the product is. */
export interface Control {
  /** @throws AdapterError where it does not answer, or not with a status that is well. */
  call(request: ControlRequest): Promise<void>;
  /** Whether it answers at all yet. */
  answers(url: string): Promise<boolean>;
  close(): Promise<void>;
}

/** How long one attempt may take to find whether the interface is there, in milliseconds. */
const ATTEMPT = 1000;
/** What a peer has beyond the time that a call may take, so that the call's own error is told. */
const SPARE = 5000;
/** What would lead the call through a proxy, or have the program that makes it do something else. */
const UNWANTED = /^(?:NODE_USE_ENV_PROXY|NODE_OPTIONS)$|_proxy$/i;

/** Nothing is started before the first call. */
export function openControl(
  enclose: (command: Command) => Command,
  environment: NodeJS.ProcessEnv,
  timeout: number,
): Control {
  let peer: Promise<Peer> | undefined;
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !UNWANTED.test(name)));
  const start = (): Promise<Peer> =>
    startPeer(
      'the program that calls the product’s control interface',
      enclose([process.execPath, programBeside('control-request')]),
      own,
      timeout + SPARE,
    );

  const request = async (
    asked: ControlRequest,
    patience: number,
  ): Promise<{ status: number; body: string }> => {
    peer ??= start();
    const { url, headers = {}, body } = asked;
    const method = asked.method ?? (body === undefined ? 'GET' : 'POST');
    const answer = await (await peer).request('call', {
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
      timeout: patience,
    });
    return { status: Number(answer['status']), body: String(answer['body']) };
  };

  return {
    call: async (asked) => {
      const what = `the product’s control interface at "${visible(asked.url)}"`;
      const { status, body } = await request(asked, timeout).catch((error: unknown) => {
        throw new AdapterError(
          `${what} did not answer: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      if (asked.status === undefined ? status < 400 : status === asked.status) return;
      throw new AdapterError(`${what} answered ${status}: ${visible(body, 400)}`);
    },
    answers: async (url) => {
      try {
        await request({ url }, Math.min(ATTEMPT, timeout));
        return true;
      } catch {
        return false;
      }
    },
    close: async () => {
      await (await peer?.catch(() => undefined))?.close();
    },
  };
}
