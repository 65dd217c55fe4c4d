import {
  type Address,
  addressText,
  endpointText,
  heartbeatHost,
  type NetworkAddresses,
} from './addresses.js';
import type { Endpoint } from './packet.js';
import type { Names } from './resolver.js';

/** How a place is called in a report: by the name that its address was given out for, where there is one. */
export interface Places {
  /** A name or an address, an IPv6 address without its brackets. */
  host(address: Address): string;
  /** `host:port`. */
  text(endpoint: Endpoint): string;
}

/** Names that can stand in a URL; another one is in its question, and its address here. */
const ordinary = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

export function createPlaces(networks: readonly NetworkAddresses[], names: Names): Places {
  const nameOf = (address: Address): string | null => {
    if (networks.some((network) => network.heartbeat.equals(address))) return heartbeatHost;
    const name = names.name(address);
    return name !== null && ordinary.test(name) ? name : null;
  };
  return {
    host: (address) => nameOf(address) ?? addressText(address),
    text({ address, port }) {
      const name = nameOf(address);
      return name === null ? endpointText(address, port) : `${name}:${port}`;
    },
  };
}
