import { createHash, createHmac } from 'node:crypto';
import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { Field } from '../../disclosure/payload-fields.js';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import { withBody, withHeader } from '../edit.js';
import type { Baseline, Sent } from '../mutant.js';
import { addressOf } from './addresses.js';
import { canHold } from './leak-members.js';
import { isPermittedAt, type Leaf, leavesOf, withMember } from './members.js';
import { eventOf, withMoreHeaders, withRequest } from './message-change.js';
import { freeHeaders } from './permitted-headers.js';
import type { Planted } from './planted.js';

/** A message that a product makes of a planted value, or of nothing; `nonce` differs in each observation. */
type Made = (value: string, nonce: number) => TransmissionEvent;

/** A way in which a message comes to depend on a planted value, and whether it may not. */
export interface Dependence {
  readonly operator: string;
  readonly what: string;
  readonly made: Made;
  readonly leaks: boolean;
}

/** Another value of the same length, with which nothing that the first holds is shared by accident. */
export function changedValue(value: string): string {
  const digest = createHash('sha256').update(`another ${value}`).digest('hex');
  return digest.repeat(Math.ceil(value.length / digest.length)).slice(0, value.length);
}

/** Under a key of the product's own: a digest without one is found by `leak/canary` as well. */
function digest(value: string): string {
  return createHmac('sha256', 'a key of the product').update(value).digest('hex');
}

/** What products make of a value that they do not want to be seen, the longest first. */
const makings: readonly (readonly [string, (value: string) => unknown])[] = [
  ['its digest', (value) => digest(value)],
  ['a part of its digest', (value) => digest(value).slice(0, 8)],
  ['four characters of its digest', (value) => digest(value).slice(0, 4)],
  ['its digest in letters', (value) => lettersOf(digest(value)).slice(0, 8)],
  ['it enciphered', enciphered],
  ['a number of its digest', (value) => Number.parseInt(digest(value).slice(0, 8), 16)],
  [
    'a version of its digest',
    (value) =>
      digest(value)
        .slice(0, 4)
        .replaceAll(/./g, (c) => `${c.charCodeAt(0)}.`) + 1,
  ],
];

function enciphered(value: string): string {
  return Buffer.from(Buffer.from(value).map((byte) => byte ^ 0xa5)).toString('base64');
}

function lettersOf(text: string): string {
  return text.replaceAll(/\d/g, (figure) => String.fromCharCode(103 + Number(figure)));
}

/** Ways in which the value of one member depends on a planted value: those that its schema permits. */
export function inLeaf(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  leaf: Leaf,
  { name, permitted, value }: Planted,
): readonly Dependence[] {
  const other = changedValue(value);
  const event = eventOf(baseline, sent);
  const isPermitted = isPermittedAt(permitted, leaf.place);
  return makings.flatMap(([how, make]): readonly Dependence[] => {
    const texts = [make(value), make(other)];
    if (texts[0] === texts[1] || !texts.every((one) => holds(sent, leaf, one))) return [];
    return [
      {
        operator: isPermitted ? 'equivalent/differential' : 'leak/differential',
        what: `${how}, of ${name}, in ${leaf.place}`,
        made: (from) => carry(system, sent.route, event, withMember(sent.value, leaf.keys, make(from))),
        leaks: !isPermitted,
      },
    ];
  });
}

function holds(sent: Sent, leaf: Leaf, value: unknown): boolean {
  if (typeof value === 'string') return canHold(sent, leaf, value);
  const { payload } = sent;
  if (leaf.field?.annotation?.equals !== undefined) return false;
  return payload.validate(withMember(sent.value, leaf.keys, value));
}

/** What of a message is not the value of a member: headers, the path, the order and the presence of members. */
export function besidesLeaves(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  { name, value }: Planted,
): readonly Dependence[] {
  const { route } = sent;
  const event = eventOf(baseline, sent);
  const isChanged = (from: string): boolean => from !== value;
  const dependences: [string, Made][] = freeHeaders(system, route).flatMap((header): [string, Made][] => [
    [
      `its digest in the header ${header}`,
      (from) => withRequest(event, withHeader(event.request, header, digest(from))),
    ],
    [
      `whether there is a header ${header}`,
      (from) => (isChanged(from) ? withMoreHeaders(event, [header, 'value']) : event),
    ],
  ]);
  const path = openPath(system, event, digest(value));
  if (path !== undefined)
    dependences.push(['its digest in the path', (from) => withRequest(event, { url: path(digest(from)) })]);
  const { tls } = event;
  // Any other name would be a channel of its own.
  const hosts = [...system.routes, ...(system.excluded ?? [])]
    .map(({ url }) => new URLPattern(url).hostname)
    .filter((host) => !/[*:{(]/.test(host));
  const another = hosts.find((host) => host !== new URL(event.request.url).hostname);
  if (tls !== null && another !== undefined)
    dependences.push([
      'which of the documented hosts is the TLS server name',
      (from) => (isChanged(from) ? { ...event, tls: { ...tls, serverName: another } } : event),
    ]);
  const members = Object.keys(sent.value);
  if (route.body === 'json' && members.length > 1)
    dependences.push(['the order of its members', (from) => (isChanged(from) ? reordered(event) : event)]);
  const optional = optionalField(sent);
  if (optional !== undefined)
    dependences.push([
      `whether there is a ${optional.pointer}`,
      (from) => (isChanged(from) ? carry(system, route, event, without(sent, optional)) : event),
    ]);
  const leaks = dependences.map(([what, made]) => ({
    operator: 'leak/differential',
    what: `${what}, by ${name}`,
    made,
    leaks: true,
  }));
  return [...leaks, ...unlike(system, baseline, sent, name)];
}

/** What differs by itself in a documented field proves nothing, and is left alone. */
function unlike(
  system: Composing['system'],
  baseline: Baseline,
  sent: Sent,
  name: string,
): readonly Dependence[] {
  const event = eventOf(baseline, sent);
  const text = (nonce: number): string => digest(String(nonce)).slice(0, 4);
  const leaf = leavesOf(sent.payload, sent.value).find((one) =>
    [1, 2, 3].every((n) => holds(sent, one, text(n))),
  );
  if (leaf === undefined) return [];
  return [
    {
      operator: 'equivalent/differential',
      what: `another text each time in ${leaf.place}, beside ${name}`,
      made: (_value, nonce) =>
        carry(system, sent.route, event, withMember(sent.value, leaf.keys, text(nonce))),
      leaks: false,
    },
  ];
}

function openPath(
  system: Composing['system'],
  { request }: TransmissionEvent,
  text: string,
): ((text: string) => string) | undefined {
  const { origin, pathname, search } = new URL(request.url);
  const parts = pathname.split('/');
  for (const [index] of parts.entries()) {
    const made = (part: string): string =>
      `${origin}${parts.map((before, at) => (at === index ? part : before)).join('/')}${search}`;
    if (index > 0 && addressOf(system, request.method, made(text)).kind === 'route') return made;
  }
  return undefined;
}

function reordered(event: TransmissionEvent): TransmissionEvent {
  const members = Object.entries(JSON.parse(event.request.body ?? '{}') as object);
  return {
    ...event,
    request: withBody(event.request, JSON.stringify(Object.fromEntries(members.toReversed()))),
  };
}

/** A field at the top that may be there or not, in any state. */
function optionalField({ payload, value }: Sent): Field | undefined {
  return payload.fields.find(
    ({ annotation, keys, required }) =>
      !required && keys.length === 1 && annotation?.when === undefined && Object.hasOwn(value, keys[0] ?? ''),
  );
}

function without({ value }: Sent, { keys }: Field): Sent['value'] {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== keys[0]));
}
