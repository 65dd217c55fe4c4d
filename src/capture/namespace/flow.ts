import type { Address } from './addresses.js';
import type { Endpoint } from './packet.js';
import { createSequenceAccount, type SequenceAccount } from './sequence.js';

/** One TCP connection of the product's, as its packets tell. */
export interface Flow {
  readonly id: number;
  readonly client: Endpoint;
  /** Where the product believes that it is connected to. */
  readonly destination: Endpoint;
  /** The port by which our listener knows it. */
  readonly natPort: number;
  /** The number that its SYN carried: one with another is another connection's. */
  readonly initial: number;
  readonly sequence: SequenceAccount;
  /** Bytes of whole packets that the client sent, and of these the payload that was not sent before. */
  left: number;
  payload: number;
  /** Whether nothing more of it is to be counted: Candor's own, or sent when there was no network. */
  disowned: boolean;
  clientEnded: boolean;
  serverEnded: boolean;
}

/** @param sequence the number that its SYN carries: its first byte has the next one */
export function beginFlow(
  id: number,
  client: Endpoint,
  destination: Endpoint,
  natPort: number,
  sequence: number,
): Flow {
  return {
    id,
    client: copyOf(client),
    destination: copyOf(destination),
    natPort,
    initial: sequence,
    sequence: createSequenceAccount(sequence + 1),
    left: 0,
    payload: 0,
    disowned: false,
    clientEnded: false,
    serverEnded: false,
  };
}

/** Whether nothing more than the last acknowledgements can come. */
export function isFinished(flow: Flow): boolean {
  return flow.clientEnded && flow.serverEnded;
}

/** The bytes of a packet are good only until the next one. */
function copyOf({ address, port }: Endpoint): Endpoint {
  return { address: Buffer.from(address), port };
}

/** What tells the connections of one version of IP apart. */
export function keyOf(client: Endpoint, destination: Endpoint): string {
  const text = (address: Address): string => address.toString('latin1');
  return `${text(client.address)}${text(destination.address)}${client.port}>${destination.port}`;
}
