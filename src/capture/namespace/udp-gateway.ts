import { endpointText, heartbeatHost, ipv4 } from './addresses.js';
import { buildPortUnreachable, buildUdp } from './build-packet.js';
import type { KernelTraffic } from './kernel-traffic.js';
import type { Markers } from './markers.js';
import type { Told } from './messages.js';
import { type Datagram, type Packet, readDatagram } from './packet.js';
import type { PacketCounter } from './packet-account.js';
import { answerQuestion, type Names, readQuestion } from './resolver.js';
import type { Traffic } from './traffic.js';
import type { Unread } from './unread.js';

/** What all that is sent by UDP needs. */
export interface UdpSetting {
  readonly markers: Markers;
  readonly names: Names;
  readonly account: PacketCounter;
  readonly traffic: Traffic;
  readonly unread: Unread;
  readonly kernel: KernelTraffic;
  write(packet: Buffer): void;
  tell(told: Told): void;
}

/** What becomes of datagrams: questions are answered, and all others find nobody. */
export interface UdpGateway {
  receive(packet: Packet, refusing: boolean): void;
  /** Runs a probe, and tells by which protocols its token came through. */
  listenFor(token: string, probe: () => Promise<void>): Promise<('dns' | 'udp')[]>;
}

const resolverPort = 53;
const quicPort = 443;

export function createUdpGateway(setting: UdpSetting): UdpGateway {
  const { markers, names, account, traffic, unread, kernel, write, tell } = setting;
  const tokens = new Map<string, Set<'dns' | 'udp'>>();

  const reply = (packet: Packet, datagram: Datagram, payload: Buffer): void => {
    const source = { address: packet.destination, port: datagram.destinationPort };
    const answer = buildUdp(source, { address: packet.source, port: datagram.sourcePort }, payload);
    kernel.wrote(answer);
    write(answer);
  };

  const isHeartbeat = ({ version, destination }: Packet, { payload }: Datagram): boolean => {
    if (version !== 4 || !destination.equals(ipv4.heartbeat)) return false;
    const heard = tokens.get(payload.toString('latin1'));
    heard?.add('udp');
    return heard !== undefined;
  };

  const askedByProbe = (name: string): Set<'dns' | 'udp'> | undefined => {
    const [token = '', ...host] = name.split('.');
    return host.join('.') === heartbeatHost ? tokens.get(token) : undefined;
  };

  /** Answers a question; false when it is none. */
  const resolve = (packet: Packet, datagram: Datagram): boolean => {
    const { payload } = datagram;
    const question = readQuestion(payload);
    if (question === null) return false;
    const { name, type, beyond } = question;
    const heard = askedByProbe(name);
    if (heard !== undefined && type === 'A' && beyond === 0) {
      heard.add('dns');
      reply(packet, datagram, answerQuestion(payload, ipv4.heartbeat));
      return true;
    }
    const destination = endpointText(packet.destination, resolverPort);
    account.question(packet.bytes.length, payload.length, beyond);
    tell({ kind: 'question', name, type, destination, bytes: payload.length - beyond });
    if (beyond > 0) traffic.add('dns', destination, String(datagram.sourcePort), beyond);
    const isForAddress = type === 'A' || type === 'AAAA';
    const addresses = isForAddress ? names.addresses(name) : null;
    if (isForAddress && addresses === null) traffic.add('overflow', 'several', 'names', 0);
    reply(packet, datagram, answerQuestion(payload, isForAddress ? addresses?.[type] : null));
    return true;
  };

  /** So that a client falls back at once, to TCP or to giving up. */
  const unreachable = (packet: Packet): void => {
    const first = packet.destination.readUInt8(0);
    const isMulticast = packet.version === 4 ? first >= 224 : first === 255;
    if (!isMulticast) write(buildPortUnreachable(packet));
  };

  return {
    receive(packet, refusing) {
      const datagram = readDatagram(packet);
      if (datagram !== null && markers.recognise(packet, datagram)) return;
      // Offline nothing leaves. A client learns it at once, as from a network that is not there.
      if (refusing) return unreachable(packet);
      if (datagram !== null && isHeartbeat(packet, datagram)) return;
      const isQuestion = datagram?.destinationPort === resolverPort;
      if (datagram !== null && isQuestion && resolve(packet, datagram)) return;
      const payload = datagram?.payload ?? packet.bytes.subarray(packet.offset);
      // A long header with a version (RFC 8999, 5.1).
      const hasLongHeader = payload.length > 4 && payload.readUInt8(0) >= 0xc0;
      const isQuic = datagram?.destinationPort === quicPort && hasLongHeader;
      unread.tell(packet, isQuic ? 'quic' : 'udp', payload.length);
      unreachable(packet);
    },
    async listenFor(token, probe) {
      const heard = new Set<'dns' | 'udp'>();
      tokens.set(token, heard);
      await probe();
      await markers.pass();
      tokens.delete(token);
      return [...heard].sort();
    },
  };
}
