import type { NetworkAddresses } from './addresses.js';
import { beginFlow, type Flow, isFinished, keyOf } from './flow.js';
import { type Endpoint, type Packet, redirect, type Segment } from './packet.js';

/** What became of a packet: `outwards` has been redirected to our listener, `back` to the client. */
export type Translation =
  | { readonly kind: 'outwards' | 'refused'; readonly flow: Flow }
  | { readonly kind: 'back' }
  /** It belongs to no connection that we know, or there is no room for another one. */
  | { readonly kind: 'stray' | 'full' };

export interface Nat {
  /** Rewrites a packet in its own bytes, so that written back it reaches its end. */
  translate(packet: Packet, segment: Segment, refusing: boolean): Translation;
  /** The flow that our listener accepted from a port. */
  accept(version: 4 | 6, natPort: number): Flow | undefined;
  flow(id: number): Flow | undefined;
  /** How many connections' handshakes are under way. */
  opening(): number;
}

/** The connections over one version of IP. */
interface Side {
  readonly addresses: NetworkAddresses;
  readonly listener: Endpoint;
  /** Nobody listens there: the kernel itself refuses what is sent to it. */
  readonly closed: Endpoint;
  readonly byClient: Map<string, Flow>;
  readonly byPort: Map<number, Flow>;
  nextPort: number;
}

const firstPort = 1024;
const lastPort = 65535;

/**
 * Makes every TCP connection one to our own listener, and so the kernel's own work: its packets are given another
 * source (a port of the peer's for each) and destination, and the answers are given theirs back.
 *
 * @param capacity how many connections are known at a time over each version of IP; finished ones give way to new ones
 */
export function createNat(
  networks: readonly NetworkAddresses[],
  listenerPort: number,
  closedPort: number,
  capacity: number,
): Nat {
  const sides = new Map(
    networks.map((addresses) => [
      addresses.own.length === 4 ? 4 : 6,
      openSide(addresses, listenerPort, closedPort),
    ]),
  );
  const byId = new Map<number, Flow>();
  const handshakes = new Set<Flow>();
  let ids = 0;

  const forget = (side: Side, flow: Flow): void => {
    const key = keyOf(flow.client, flow.destination);
    if (side.byClient.get(key) === flow) side.byClient.delete(key);
    side.byPort.delete(flow.natPort);
    byId.delete(flow.id);
    handshakes.delete(flow);
  };

  /** Makes room for one more; false when every connection is still open. */
  const makeRoom = (side: Side): boolean => {
    if (side.byPort.size < capacity) return true;
    for (const flow of side.byPort.values()) {
      if (!isFinished(flow)) continue;
      forget(side, flow);
      return true;
    }
    return false;
  };

  const begin = (side: Side, client: Endpoint, destination: Endpoint, sequence: number): Flow | null => {
    if (!makeRoom(side)) return null;
    ids += 1;
    const flow = beginFlow(ids, client, destination, takePort(side), sequence);
    side.byClient.set(keyOf(client, destination), flow);
    side.byPort.set(flow.natPort, flow);
    byId.set(flow.id, flow);
    handshakes.add(flow);
    return flow;
  };

  const end = (flow: Flow): void => {
    flow.clientEnded = true;
    flow.serverEnded = true;
    handshakes.delete(flow);
  };

  const translateAnswer = (side: Side, packet: Packet, segment: Segment): Translation => {
    const isOurs = segment.sourcePort === side.listener.port || segment.sourcePort === side.closed.port;
    const flow = isOurs ? side.byPort.get(segment.destinationPort) : undefined;
    if (flow === undefined) return { kind: 'stray' };
    if (segment.fin) flow.serverEnded = true;
    if (segment.reset) end(flow);
    redirect(packet, flow.destination, flow.client);
    return { kind: 'back' };
  };

  /** The flow that a client's packet belongs to, or begins. */
  const flowOf = (side: Side, packet: Packet, segment: Segment): Flow | null | undefined => {
    const client = { address: packet.source, port: segment.sourcePort };
    const destination = { address: packet.destination, port: segment.destinationPort };
    const known = side.byClient.get(keyOf(client, destination));
    const isSentAgain = known !== undefined && !isFinished(known) && known.initial === segment.sequence;
    return opens(segment) && !isSentAgain ? begin(side, client, destination, segment.sequence) : known;
  };

  return {
    translate(packet, segment, refusing) {
      const side = sides.get(packet.version);
      if (side === undefined) return { kind: 'stray' };
      const { addresses } = side;
      if (packet.destination.equals(addresses.peer) && packet.source.equals(addresses.own)) {
        return translateAnswer(side, packet, segment);
      }
      const flow = flowOf(side, packet, segment);
      if (flow === null) return { kind: 'full' };
      if (flow === undefined) return { kind: 'stray' };
      if (segment.fin) flow.clientEnded = true;
      if (segment.reset) end(flow);
      const isRefused = refusing && opens(segment);
      const peer = { address: addresses.peer, port: flow.natPort };
      redirect(packet, peer, isRefused ? side.closed : side.listener);
      return { kind: isRefused ? 'refused' : 'outwards', flow };
    },
    accept(version, natPort) {
      const flow = sides.get(version)?.byPort.get(natPort);
      if (flow === undefined) return undefined;
      handshakes.delete(flow);
      return flow;
    },
    flow: (id) => byId.get(id),
    opening: () => handshakes.size,
  };
}

function openSide(addresses: NetworkAddresses, listenerPort: number, closedPort: number): Side {
  const { own } = addresses;
  return {
    addresses,
    listener: { address: own, port: listenerPort },
    closed: { address: own, port: closedPort },
    byClient: new Map(),
    byPort: new Map(),
    nextPort: firstPort,
  };
}

function opens({ syn, ack }: Segment): boolean {
  return syn && !ack;
}

/** Each in its turn, so that one is not used again soon. */
function takePort(side: Side): number {
  let port = side.nextPort;
  while (side.byPort.has(port)) port = following(port);
  side.nextPort = following(port);
  return port;
}

function following(port: number): number {
  return port === lastPort ? firstPort : port + 1;
}
