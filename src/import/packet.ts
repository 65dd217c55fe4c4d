import type { Instant } from '../disclosure/instant.js';
import { instantOfSeconds } from './foreign-instant.js';
import { textMember, ValueFault } from './json-value.js';
import { layersOf, numberField } from './packet-fields.js';
import type { Layers } from './tshark.js';

/** One packet of IP: when, between whom, and what it holds. */
export interface Packet {
  readonly at: Instant;
  readonly source: string;
  readonly target: string;
  /** Ports; undefined where its protocol has none. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly length: number;
  /** Whether the capture kept less of it than there was. */
  readonly cut: boolean;
  readonly layers: Layers;
}

/**
 * @returns undefined for what is not IP, and so goes no further than the next machine.
 * @throws ValueFault where it has no instant.
 */
export function packetOf(layers: Layers): Packet | undefined {
  const [frame] = layersOf(layers, 'frame');
  const at = instantOfSeconds(Number(textMember(frame, 'frame.time_epoch') ?? Number.NaN));
  if (at === undefined) throw new ValueFault('has no instant');
  const [four] = layersOf(layers, 'ip');
  const [six] = layersOf(layers, 'ipv6');
  const source = textMember(four, 'ip.src') ?? textMember(six, 'ipv6.src');
  const target = textMember(four, 'ip.dst') ?? textMember(six, 'ipv6.dst');
  if (source === undefined || target === undefined) return undefined;
  const [transport] = [...layersOf(layers, 'tcp'), ...layersOf(layers, 'udp')];
  const port = (side: string): number | undefined =>
    numberField(transport, `tcp.${side}`) ?? numberField(transport, `udp.${side}`);
  const length = numberField(frame, 'frame.len') ?? 0;
  const kept = numberField(frame, 'frame.cap_len') ?? length;
  return {
    at,
    source,
    target,
    from: port('srcport'),
    to: port('dstport'),
    length,
    cut: kept < length,
    layers,
  };
}

/** `address:port`, an IPv6 address in brackets. */
export function endpoint(address: string, port: number | undefined): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}
