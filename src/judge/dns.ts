import { visible } from '../disclosure/visible.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type { DnsEvent } from '../trace/trace-event.generated.js';
import { type Canary, leakedCanary } from './canary.js';
import { undocumentedChannel } from './channel.js';
import type { Context } from './context.js';
import { type ReportFault, reporter } from './fault.js';
import type { Installation } from './installation.js';
import { searchFor } from './leak/canary-search.js';
import { findCanariesInText } from './leak/message.js';
import { undocumentedRoute } from './routes.js';
import { isDocumentedHost } from './server-name.js';
import type { Asked } from './transmission.js';

/** What a client asks for that wants to connect to a host: its addresses, and how it is served (RFC 9460). */
const CONNECTING: ReadonlySet<string> = new Set(['A', 'AAAA', 'HTTPS', 'SVCB']);
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;
/** Of a message beside the name (RFC 1035, 4.1): header, length octets, type and class; an OPT record with a cookie. */
const AROUND = 12 + 2 + 4 + 11 + 12;
/** Before a message over TCP stands its length. */
const TCP_LENGTH = 2;
/** Labels are compared with the documented hosts from the first to the last: a name has 127 at the most. */
const LABELS = 128;

/**
 * Judges one question. A name that a route or an exclusion has as its host is the transport's, asked for as a client
 * asks that connects to it; every other says something that no route documents. A question shows that the capture is
 * alive; that it was documented puts no clause to the test, for nothing was sent yet.
 *
 * @returns how many of its bytes the transport claims.
 */
export function judgeQuestion(
  context: Context,
  canaries: readonly Canary[],
  installation: Installation | undefined,
  asked: Asked,
): number {
  const report = reporter(context, installation, asked, undefined);
  reportCanaries(context, report, canaries, asked.event);
  const fault = faultOf(context, asked.event);
  if (fault === undefined) return asked.event.bytes;
  const pointer = '/question/name';
  if (fault.rule === 'route') {
    const allowed = 'the hosts of the routes and exclusions of the system file';
    report({ rule: undocumentedRoute, message: fault.message, sent: fault.sent, allowed, pointer });
  } else {
    report({
      rule: undocumentedChannel,
      message: `${fault.sent} is not documented`,
      sent: fault.sent,
      allowed: fault.allowed,
      pointer: fault.pointer ?? pointer,
    });
  }
  return 0;
}

type QuestionFault =
  | { readonly rule: 'route'; readonly message: string; readonly sent: string }
  | { readonly rule: 'channel'; readonly sent: string; readonly allowed: string; readonly pointer?: string };

function faultOf({ system }: Context, { question, bytes }: DnsEvent): QuestionFault | undefined {
  const written = question.name.replace(/\.$/, '');
  const name = written.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const quoted = JSON.stringify(visible(written));
  if (!HOST_NAME.test(name) || !isDocumentedHost(system, name)) return undocumentedName(system, name, quoted);
  if (name !== written) {
    // To a resolver the case of a letter is all the same, and it is one bit for each.
    return { rule: 'channel', sent: `the case of the letters in the DNS name ${quoted}`, allowed: name };
  }
  const type = visible(question.type, 20);
  if (!CONNECTING.has(question.type)) {
    const sent = `a question of type ${type} for the DNS name ${quoted}`;
    return { rule: 'channel', sent, allowed: [...CONNECTING].join(', '), pointer: '/question/type' };
  }
  const most = AROUND + TCP_LENGTH + name.length;
  if (bytes <= most) return undefined;
  const sent = `a DNS message of ${bytes} bytes for the name ${quoted}`;
  return { rule: 'channel', sent, allowed: `${most} bytes`, pointer: '/bytes' };
}

/** A name of no documented host, or one with labels in front, where a name server of anybody's reads them. */
function undocumentedName(system: SystemFile, name: string, quoted: string): QuestionFault {
  const labels = HOST_NAME.test(name) ? name.split('.').slice(0, LABELS) : [];
  const index = labels.findIndex(
    (_, from) => from > 0 && isDocumentedHost(system, labels.slice(from).join('.')),
  );
  if (index < 0) {
    const message = `the DNS name ${quoted} is the host of no route`;
    return { rule: 'route', message, sent: `a question for the DNS name ${quoted}` };
  }
  const front = JSON.stringify(visible(labels.slice(0, index).join('.')));
  const host = labels.slice(index).join('.');
  const what = index === 1 ? 'label' : 'part';
  return { rule: 'channel', sent: `the ${what} ${front} in front of ${host} in a DNS name`, allowed: host };
}

function reportCanaries(
  { disclosure, ledger }: Context,
  report: ReportFault,
  canaries: readonly Canary[],
  { question }: DnsEvent,
): void {
  if (canaries.length === 0) return;
  const search = searchFor(canaries);
  for (const [where, pointer, text] of [
    ['the DNS name', '/question/name', question.name],
    ['the type of a DNS question', '/question/type', question.type],
  ] as const) {
    const { leaks, whole } = findCanariesInText(search, where, pointer, text);
    for (const { canary, how } of leaks) {
      const planted = `the planted ${visible(canary.name)}`;
      const written = how === '' ? '' : `, ${how}`;
      report({
        rule: leakedCanary,
        message: `${planted} stands in ${where}${written}`,
        sent: `${planted}${written}`,
        allowed: 'nowhere in a DNS name',
        pointer,
      });
    }
    if (whole) continue;
    const reason = 'a DNS name unfolds into more than can be searched for planted values';
    ledger.undecide([disclosure.scope], reason);
  }
}
