import type { Socket } from 'node:dgram';
import { setImmediate as turn } from 'node:timers/promises';
import type { NetworkAddresses } from './addresses.js';
import { createKernelTraffic, isRouterAlert } from './kernel-traffic.js';
import { createMarkers } from './markers.js';
import type { Told } from './messages.js';
import { type Packet, protocols, readPacket } from './packet.js';
import { createPacketAccount } from './packet-account.js';
import { createPlaces } from './places.js';
import { createNames } from './resolver.js';
import { createTcpGateway, type TcpGateway } from './tcp-gateway.js';
import { createTraffic } from './traffic.js';
import { createUdpGateway, type UdpGateway } from './udp-gateway.js';
import { createUnread } from './unread.js';

/** What the gateway needs of the process that it is in. */
export interface GatewaySetting {
  readonly networks: readonly NetworkAddresses[];
  /** Where our listener is, on each network's own address. */
  readonly listenerPort: number;
  /** Sends the datagrams that mark a place in the tunnel's queue. */
  readonly marker: Socket;
  /** Gives a packet to the kernel. */
  write(packet: Buffer): void;
  /** How many packets the kernel has dropped. */
  dropped(): number;
  tell(told: Told): void;
}

type Flushed = Omit<Extract<Told, { kind: 'flushed' }>, 'kind' | 'round'>;

/** Decides what becomes of each packet that leaves a program in the namespace. */
export interface Gateway
  extends Pick<TcpGateway, 'accept' | 'disown' | 'sever'>,
    Pick<UdpGateway, 'listenFor'> {
  receive(bytes: Buffer): void;
  /** Resolves when everything that was sent until now has been told. */
  flush(): Promise<Flushed>;
  refuse(refusing: boolean): void;
}

const flowsAtMost = 4_096;
/**
 * How often a flush goes through the tunnel until no segment comes along: a handshake takes several, and what a
 * program has written may wait in the kernel for the acknowledgement of what it wrote before (RFC 896).
 */
const settlingRounds = 50;

export function createGateway(setting: GatewaySetting): Gateway {
  const { networks, listenerPort, write, tell } = setting;
  const names = createNames();
  const places = createPlaces(networks, names);
  const account = createPacketAccount();
  const kernel = createKernelTraffic();
  const markers = createMarkers(setting.marker);
  const traffic = createTraffic(
    (id, protocol, destination) => tell({ kind: 'opaque', id, protocol, destination }),
    flowsAtMost,
  );
  const unread = createUnread(account, traffic, places);
  const tcp = createTcpGateway({ networks, listenerPort, account, unread, places, write });
  const udp = createUdpGateway({ markers, names, account, traffic, unread, kernel, write, tell });
  let refusing = false;
  let droppedBefore = setting.dropped();
  let segments = 0;

  const receiveOther = (packet: Packet): void => {
    const isIcmp = packet.protocol === protocols.icmp || packet.protocol === protocols.icmp6;
    if (refusing || (isIcmp && !packet.fragment && kernel.isOwn(packet))) return;
    const protocol = packet.fragment ? 'ip fragment' : isIcmp ? 'icmp' : `ip/${packet.protocol}`;
    unread.tell(packet, protocol, packet.bytes.length - packet.offset);
  };

  const receiveOptions = (packet: Packet): void => {
    if (packet.options === 0 || refusing || isRouterAlert(packet)) return;
    account.options(packet.options);
    traffic.add('ip options', places.host(packet.destination), '', packet.options);
  };

  return {
    receive(bytes) {
      const packet = readPacket(bytes);
      if (packet === null) {
        if (refusing) return;
        account.opaque(bytes.length, bytes.length);
        return traffic.add('ip', 'several', '', bytes.length);
      }
      receiveOptions(packet);
      if (packet.fragment) return receiveOther(packet);
      if (packet.protocol === protocols.tcp) {
        segments += 1;
        return tcp.receive(packet, refusing);
      }
      if (packet.protocol === protocols.udp) return udp.receive(packet, refusing);
      return receiveOther(packet);
    },
    async flush() {
      for (let round = 0; round < settlingRounds; round += 1) {
        const before = segments;
        await markers.pass();
        if (tcp.opening() === 0 && segments === before) break;
      }
      // What our listener has in its queue is accepted in the next turn of the event loop.
      await turn();
      await turn();
      const dropped = setting.dropped();
      if (dropped !== droppedBefore) traffic.add('overflow', 'several', 'dropped', dropped - droppedBefore);
      droppedBefore = dropped;
      return { opaque: traffic.take(), account: account.read() };
    },
    refuse(offline) {
      refusing = offline;
    },
    accept: tcp.accept,
    disown: tcp.disown,
    sever: tcp.sever,
    listenFor: udp.listenFor,
  };
}
