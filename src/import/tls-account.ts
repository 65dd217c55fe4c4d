import { member, textMember } from './json-value.js';
import { deepText, layersOf, numberField } from './packet-fields.js';
import type { Layers } from './tshark.js';

/** What was seen of TLS in one connection: how it was agreed on, and how many bytes of the product's it carried. */
export interface TlsAccount {
  /** As OpenSSL names it; undefined where its beginning was not captured. */
  readonly protocol: string | undefined;
  readonly serverName: string | undefined;
  readonly seen: boolean;
  sent(layers: Layers): void;
  received(layers: Layers): void;
  /** Whether it is certain that the product sent nothing but the handshake. */
  readonly handshakeOnly: boolean;
  /** How many bytes that the product sent are not among those that could be read. */
  unread(read: number): number;
}

const HANDSHAKE_VERSIONS: Readonly<Record<string, string>> = {
  '0x0304': 'TLSv1.3',
  '0x0303': 'TLSv1.2',
  '0x0302': 'TLSv1.1',
  '0x0301': 'TLSv1',
  '0x0300': 'SSLv3',
};
const APPLICATION_DATA = 23;
// What a record adds to its content: TLS 1.3 a type and a tag (RFC 8446 section 5.2); before, AES-GCM a nonce and a tag
// (RFC 5288), and the older suites a vector, a code and padding of up to 255 bytes (RFC 5246 section 6.2.3).
const ADDED_NOW = 17;
const ADDED_BEFORE = 24;
const ADDED_LONG_BEFORE = 320;
/** The suites with AES-CBC and 3DES that are still met. */
const OLD_SUITES =
  /^0x(?:000a|002f|0033|0035|0039|003c|003d|0067|006b|c009|c00a|c012|c013|c014|c023|c024|c027|c028)$/;

export function openTlsAccount(): TlsAccount {
  let protocol: string | undefined;
  let serverName: string | undefined;
  let suite = '';
  let seen = false;
  let records = 0;
  let carried = 0;
  let locked = 0;

  return {
    get protocol() {
      return protocol;
    },
    get serverName() {
      return serverName;
    },
    get seen() {
      return seen;
    },
    sent(layers) {
      for (const layer of layersOf(layers, 'tls')) {
        seen = true;
        serverName ??= deepText(layer, 'tls.handshake.extensions_server_name');
        for (const record of recordsOf(layer)) {
          const length = numberField(record, 'tls.record.length') ?? 0;
          const type = numberField(record, 'tls.record.content_type');
          if (type === APPLICATION_DATA) {
            records += 1;
            carried += length;
            // A record of TLS 1.3 shows its type only when it was opened.
          } else if (type === undefined) locked += length;
        }
      }
    },
    received(layers) {
      for (const layer of layersOf(layers, 'tls')) {
        for (const record of recordsOf(layer)) {
          const chosen = deepText(record, 'tls.handshake.ciphersuite');
          if (chosen === undefined) continue;
          suite = chosen;
          const version =
            deepText(record, 'tls.handshake.extensions.supported_version') ??
            deepText(record, 'tls.handshake.version') ??
            '';
          protocol ??= HANDSHAKE_VERSIONS[version];
        }
      }
    },
    get handshakeOnly() {
      return seen && protocol !== undefined && records === 0 && locked === 0;
    },
    unread(read) {
      if (protocol === 'TLSv1.3') return Math.max(0, carried - records * ADDED_NOW - read) + locked;
      const added = OLD_SUITES.test(suite) ? ADDED_LONG_BEFORE : ADDED_BEFORE;
      const rest = carried - read;
      return (rest > records * added ? rest : 0) + locked;
    },
  };
}

function recordsOf(layer: unknown): readonly unknown[] {
  const found = member(layer, 'tls.record');
  if (Array.isArray(found)) return found;
  if (found === undefined) return [];
  return textMember(layer, 'tls.record') === undefined ? [found] : [];
}
