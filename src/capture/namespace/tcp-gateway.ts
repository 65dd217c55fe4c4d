import { addressText, type NetworkAddresses, proxyPort } from './addresses.js';
import type { Flow } from './flow.js';
import type { Told } from './messages.js';
import { createNat } from './nat.js';
import { type Packet, readSegment } from './packet.js';
import type { PacketCounter } from './packet-account.js';
import type { Places } from './places.js';
import type { Unread } from './unread.js';

/** A connection as it is told when it is handed over. */
export type Connection = Omit<Extract<Told, { kind: 'connection' }>, 'kind'>;

export interface TcpSetting {
  readonly networks: readonly NetworkAddresses[];
  /** Where our listener is, on each network's own address. */
  readonly listenerPort: number;
  readonly account: PacketCounter;
  readonly unread: Unread;
  readonly places: Places;
  write(packet: Buffer): void;
}

/** What becomes of TCP's segments: they go to our own listener, whatever they were for. */
export interface TcpGateway {
  receive(packet: Packet, refusing: boolean): void;
  /** The connection that our listener accepted; null when it is none of the tunnel's. */
  accept(version: 4 | 6, address: string | undefined, port: number | undefined): Connection | null;
  /** How many connections' handshakes are under way. */
  opening(): number;
  /** Counts a connection as Candor's own. */
  disown(connection: number): void;
  /** Counts a connection's bytes only so far as they were read. */
  sever(connection: number, read: number): void;
}

const connectionsAtMost = 16_384;
/** Nobody listens there: the kernel refuses what is sent to it. */
const closedPort = 1;

export function createTcpGateway(setting: TcpSetting): TcpGateway {
  const { networks, listenerPort, account, unread, places, write } = setting;
  const nat = createNat(networks, listenerPort, closedPort, connectionsAtMost);

  const count = (flow: Flow, bytes: number, fresh: number): void => {
    flow.left += bytes;
    flow.payload += fresh;
    if (!flow.disowned) account.segment(bytes, fresh);
  };
  const takeBack = (flow: Flow, left: number, payload: number): void => {
    if (!flow.disowned) account.takeBack(left, payload);
    flow.disowned = true;
  };

  return {
    receive(packet, refusing) {
      const segment = readSegment(packet);
      if (segment === null) {
        if (!refusing) unread.tell(packet, 'tcp', packet.bytes.length - packet.offset);
        return;
      }
      const translation = nat.translate(packet, segment, refusing);
      switch (translation.kind) {
        case 'back':
          return write(packet.bytes);
        case 'refused':
          translation.flow.disowned = true;
          return write(packet.bytes);
        case 'outwards': {
          const { flow } = translation;
          const first = segment.sequence + (segment.syn ? 1 : 0);
          count(flow, packet.bytes.length, flow.sequence.fresh(first, segment.length));
          return write(packet.bytes);
        }
        case 'full':
          return unread.tell(packet, 'overflow', segment.length);
        case 'stray':
          if (refusing) return;
          // The last words of connections that are forgotten carry nothing.
          if (segment.length === 0) return account.segment(packet.bytes.length, 0);
          return unread.tell(packet, 'tcp', segment.length);
      }
    },
    accept(version, address, port) {
      const network = networks.find(({ own }) => own.length === (version === 4 ? 4 : 16));
      if (network === undefined || address !== addressText(network.peer)) return null;
      const flow = nat.accept(version, port ?? 0);
      if (flow === undefined) return null;
      const { destination } = flow;
      const isProxy = destination.port === proxyPort && network.proxy.equals(destination.address);
      if (isProxy) return { id: flow.id, destination: null };
      const host = places.host(destination.address);
      return {
        id: flow.id,
        destination: { host, port: destination.port, text: places.text(destination) },
      };
    },
    opening: nat.opening,
    disown(connection) {
      const flow = nat.flow(connection);
      if (flow !== undefined) takeBack(flow, flow.left, flow.payload);
    },
    sever(connection, read) {
      const flow = nat.flow(connection);
      if (flow === undefined) return;
      const unreadBytes = Math.max(0, flow.payload - read);
      takeBack(flow, unreadBytes, unreadBytes);
    },
  };
}
