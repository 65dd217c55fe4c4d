import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../disclosure/input-error.js';
import { type Answer, emptyAnswer } from '../../system/answers.js';
import { endGroup } from '../../system/process-group.js';
import type { Authority } from '../authority.js';
import type { Capture } from '../capture.js';
import type { CaptureContext } from '../capture-context.js';
import { openLedger } from '../ledger.js';
import { limits } from '../limits.js';
import { addressText, ipv4, proxyPort } from './addresses.js';
import { createConnections } from './connections.js';
import { type Conversation, converse } from './conversation.js';
import { enclosing } from './enclose.js';
import { createHeartbeats } from './heartbeats.js';
import { javaEnvironment } from './java-trust.js';
import { type Launched, launch } from './launch.js';
import type { Asked } from './messages.js';
import { namespaceEnvironment } from './namespace-environment.js';
import { type SystemFiles, writeSystemFiles } from './system-files.js';

export { namespaceObstacle } from './obstacle.js';

export interface NamespaceCaptureOptions {
  /** Signs for every host. Closed by whoever opened it, after the capture. */
  readonly authority: Authority;
  /** What is answered to a request; `200 application/json {}` without it. */
  readonly answer?: (method: string, url: string) => Answer;
  /** The longest body that is kept, in bytes; 8 MiB without it. */
  readonly bodyLimit?: number;
  /** How the host is called inside; as outside without it. */
  readonly hostname?: string;
}

/**
 * Opens network, mount, process and host name namespaces from which nothing leaves but into the capture, for programs
 * that know nothing of it (DESIGN 3, capture). Rejects with an InputError that says what is missing where that cannot
 * be had.
 */
export async function openNamespaceCapture(options: NamespaceCaptureOptions): Promise<Capture> {
  const { authority, answer = () => emptyAnswer, bodyLimit = limits.bodyBytes, hostname = '' } = options;
  requireHostname(hostname);
  const files = await writeSystemFiles(hostname, authority.certificatePem);
  const java = await javaEnvironment(authority.certificatePem, files.directory);
  const launched = await launchIn(files, hostname);
  const { child } = launched;

  const ledger = openLedger();
  const heartbeats = createHeartbeats();
  const address = `${addressText(ipv4.proxy)}:${proxyPort}`;
  const { claims } = heartbeats;
  const context: CaptureContext = {
    ...{ ledger, authority, answer, bodyLimit, address, claims },
    isProbe: () => false,
  };
  const ask = (asked: Asked): void => conversation.ask(asked);
  const connections = createConnections(context, ask);
  const opaque = new Map<number, (bytes: number) => void>();

  const conversation: Conversation = converse(launched, {
    connection: connections.serve,
    question({ name, type, destination, bytes }) {
      ledger.begin().settle({ kind: 'dns', name, type, destination, bytes });
    },
    opaque({ id, protocol, destination }) {
      const slot = ledger.begin();
      opaque.set(id, (bytes) => slot.settle({ kind: 'opaque', protocol, destination, bytes }));
    },
    flushed(told) {
      for (const [id, bytes] of told.opaque) {
        opaque.get(id)?.(bytes);
        opaque.delete(id);
      }
    },
  });

  const closeOnce = async (): Promise<void> => {
    // What has been sent until now is still to be taken; whoever could not take it has been told why.
    await conversation.flush().catch(() => {});
    for (const settle of opaque.values()) settle(0);
    conversation.expectEnd();
    connections.destroy();
    child.kill('SIGKILL');
    await endGroup(child, 0);
    await connections.settled();
    await files.remove();
  };
  let closing: Promise<void> | null = null;

  return {
    kind: 'namespace',
    url: `http://${address}`,
    environment: { ...namespaceEnvironment(files.certificateFile), ...java },
    enclose: (command) => enclosing(child.pid ?? 0, command),
    async take() {
      // After `close` there is nobody to ask, and what had arrived is taken once more.
      if (closing === null) await conversation.flush();
      return ledger.take();
    },
    refuse(offline) {
      ask({ kind: 'refuse', refusing: offline });
      connections.refuse(offline);
    },
    heartbeat: () => heartbeats.beat(conversation.beat),
    async bytes() {
      connections.disown();
      const { left, network, dns, opaque: unread } = (await conversation.flush()).account;
      // What the inside passed on may still be on its way to where it is read.
      const patience = performance.now() + limits.lingerTime;
      while (connections.account().raw < left - network - dns - unread && performance.now() < patience)
        await pause(5);
      const { raw: _, ...read } = connections.account();
      return { left, network, dns, ...read, opaque: unread + read.opaque };
    },
    close() {
      closing ??= closeOnce();
      return closing;
    },
  };
}

function requireHostname(hostname: string): void {
  if (/^[\w.-]{0,64}$/.test(hostname)) return;
  const wanted = 'a name of a host has letters, digits, dots and dashes, 64 at most';
  throw new InputError({ message: `${wanted}, and is not ${JSON.stringify(hostname)}` });
}

async function launchIn(files: SystemFiles, hostname: string): Promise<Launched> {
  const { plan: mounts, certificateFile } = files;
  try {
    return await launch({ mounts, certificateFile, heartbeatTime: limits.heartbeatTime }, hostname);
  } catch (error) {
    await files.remove();
    throw error;
  }
}
