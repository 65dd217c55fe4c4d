import dns from 'node:dns';
import promises from 'node:dns/promises';
import net from 'node:net';
import { bounded } from './denied-network.js';
import type { Records } from './records.js';

type Callback = (error: Error | null, ...answer: unknown[]) => void;

/** The functions of node:dns that ask a resolver, and what each asks for. */
const questions: Readonly<Record<string, string>> = {
  resolve4: 'A',
  resolve6: 'AAAA',
  resolveAny: 'ANY',
  resolveCaa: 'CAA',
  resolveCname: 'CNAME',
  resolveMx: 'MX',
  resolveNaptr: 'NAPTR',
  resolveNs: 'NS',
  resolvePtr: 'PTR',
  resolveSoa: 'SOA',
  resolveSrv: 'SRV',
  resolveTlsa: 'TLSA',
  resolveTxt: 'TXT',
  reverse: 'PTR',
  resolve: 'A',
  lookup: 'A',
  lookupService: 'PTR',
};

/** Denies every resolver in this thread; each question that was to be put is kept. */
export function denyNames(records: Records): void {
  for (const target of [dns, dns.Resolver.prototype]) {
    for (const [name, type] of Object.entries(questions)) {
      if (!(name in target)) continue;
      Reflect.set(target, name, (host: unknown, ...rest: unknown[]) => {
        const callback = rest.findLast((parameter) => typeof parameter === 'function') as
          | Callback
          | undefined;
        const own = ask(records, name, typeof rest[0] === 'string' ? rest[0] : type, host, rest[0]);
        process.nextTick(() => {
          if (own === undefined) callback?.(unresolved(host));
          else callback?.(null, own.all ? [own.entry] : own.entry.address, own.entry.family);
        });
        return {};
      });
    }
  }
  for (const target of [promises, promises.Resolver.prototype]) {
    for (const [name, type] of Object.entries(questions)) {
      if (!(name in target)) continue;
      Reflect.set(target, name, async (host: unknown, ...rest: unknown[]) => {
        const own = ask(records, name, typeof rest[0] === 'string' ? rest[0] : type, host, rest[0]);
        if (own === undefined) throw unresolved(host);
        return own.all ? [own.entry] : own.entry;
      });
    }
  }
}

interface OwnAnswer {
  readonly entry: { readonly address: string; readonly family: number };
  readonly all: boolean;
}

/** An address needs no resolver, nor does the host's own name; anything else is a question that would leave. */
function ask(
  records: Records,
  name: string,
  type: string,
  host: unknown,
  options: unknown,
): OwnAnswer | undefined {
  const text = String(host ?? '');
  const family = net.isIP(text);
  if (name === 'lookup' && (family !== 0 || text === 'localhost' || text === '')) {
    const all = typeof options === 'object' && options !== null && Reflect.get(options, 'all') === true;
    return { entry: family === 0 ? { address: '127.0.0.1', family: 4 } : { address: text, family }, all };
  }
  const asked = (name === 'reverse' || name === 'lookupService') && family !== 0 ? `${text} (reverse)` : text;
  records.add({ kind: 'dns', name: bounded(asked), type });
  return undefined;
}

function unresolved(host: unknown): NodeJS.ErrnoException {
  return Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'queryA' });
}
