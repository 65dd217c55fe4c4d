import type { Instant } from '../disclosure/instant.js';
import type { DnsEvent } from '../trace/trace-event.generated.js';
import { endpoint, type Packet } from './packet.js';
import { deepValues, layersOf, numberField } from './packet-fields.js';
import type { Recorded } from './recorded.js';

/** Everything that left outside a TCP connection. */
export interface Datagrams {
  sent(packet: Packet): readonly Recorded[];
  /** What left and could not be read, summed up by destination. */
  end(): readonly Recorded[];
}

interface Flow {
  readonly at: Instant;
  readonly protocol: string;
  readonly destination: string;
  bytes: number;
}

const UPKEEP = 'packets by which the host keeps its network up';
const LIMIT = 100_000;
/** DHCP, for IPv4 and IPv6. */
const ADDRESS_PORTS = [67, 68, 546, 547];
// ICMP: unreachable. ICMPv6: unreachable, and what RFC 4861 and RFC 3810 have hosts say to their neighbours.
const UPKEEP_ICMP = [3];
const UPKEEP_ICMPV6 = [1, 133, 134, 135, 136, 137, 143];
const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  35: 'NAPTR',
  64: 'SVCB',
  65: 'HTTPS',
  255: 'ANY',
};

export function collectDatagrams(): Datagrams {
  const flows = new Map<string, Flow>();
  const add = (packet: Packet, protocol: string, bytes: number): void => {
    const destination = endpoint(packet.target, packet.to);
    const key = flows.size < LIMIT ? `${protocol} ${destination}` : 'others';
    const flow = flows.get(key) ?? {
      at: packet.at,
      protocol: key === 'others' ? 'ip' : protocol,
      destination: key === 'others' ? 'other destinations' : destination,
      bytes: 0,
    };
    flow.bytes += bytes;
    flows.set(key, flow);
  };

  return {
    sent(packet) {
      if (isUpkeep(packet)) return [{ at: packet.at, leftOut: UPKEEP }];
      const questions = questionsOf(packet, datagramBytes(packet));
      if (questions.length > 0) return questions;
      add(packet, protocolOf(packet), datagramBytes(packet));
      return packet.cut ? [{ at: packet.at, unseen: 'packets of which the capture kept a part' }] : [];
    },
    end: () =>
      [...flows.values()].map(({ at, protocol, destination, bytes }) => ({
        at,
        event: { type: 'opaque', at: new Date(at).toISOString(), protocol, destination, bytes },
      })),
  };
}

function isUpkeep({ layers, from, to }: Packet): boolean {
  const [four] = layersOf(layers, 'icmp');
  const [six] = layersOf(layers, 'icmpv6');
  if (four !== undefined) return UPKEEP_ICMP.includes(numberField(four, 'icmp.type') ?? -1);
  if (six !== undefined) return UPKEEP_ICMPV6.includes(numberField(six, 'icmpv6.type') ?? -1);
  if (layersOf(layers, 'igmp').length > 0) return true;
  const isUdp = layersOf(layers, 'udp').length > 0;
  return isUdp && ADDRESS_PORTS.includes(from ?? -1) && ADDRESS_PORTS.includes(to ?? -1);
}

function protocolOf({ layers }: Packet): string {
  const known = ['quic', 'mdns', 'llmnr', 'dns', 'udp', 'icmp', 'icmpv6', 'sctp'];
  return known.find((protocol) => layersOf(layers, protocol).length > 0) ?? 'ip';
}

function datagramBytes({ layers, length }: Packet): number {
  const [udp] = layersOf(layers, 'udp');
  const size = numberField(udp, 'udp.length');
  return size === undefined ? length : Math.max(0, size - 8);
}

/** The questions that a packet puts to a resolver; the first carries the bytes of all. */
export function questionsOf(packet: Packet, bytes: number): readonly Recorded[] {
  const protocol = ['dns', 'mdns', 'llmnr'].find((name) => layersOf(packet.layers, name).length > 0);
  if (protocol === undefined) return [];
  const { at } = packet;
  return layersOf(packet.layers, protocol).flatMap((layer) => {
    if (isAnswer(layer)) return [];
    const types = deepValues(layer, 'dns.qry.type').map((type) => Number(type));
    return deepValues(layer, 'dns.qry.name').map((name, index): Recorded => {
      const number = types[index] ?? 0;
      const event: DnsEvent = {
        type: 'dns',
        at: new Date(at).toISOString(),
        question: { name: nameOf(name), type: TYPES[number] ?? `TYPE${number}` },
        destination: endpoint(packet.target, packet.to),
        bytes: index === 0 ? bytes : 0,
      };
      return { at, event };
    });
  });
}

function isAnswer(layer: unknown): boolean {
  const [flag] = deepValues(layer, 'dns.flags.response');
  return flag === '1' || flag === 'True' || flag === true;
}

/** tshark writes the root as <Root>. */
function nameOf(name: unknown): string {
  const text = String(name).slice(0, 2000);
  return text === '<Root>' ? '.' : text;
}
