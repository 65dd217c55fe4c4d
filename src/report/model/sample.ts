import { type Node as JsonNode, parseTree } from 'jsonc-parser';
import { pointerOf } from '../../disclosure/source-file.js';
import { visible } from '../../disclosure/visible.js';
import { bodyBytes, decodeBody, unpack } from '../../judge/body.js';
import { fieldAt } from '../../judge/fields.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { BoundRoute, Router } from '../../judge/routes.js';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Sample, SampleLine } from '../report.js';
import type { Redact } from './redact.js';

type Finding = ResultFile['findings'][number];

const LINE_LIMIT = 80;
const NAME_LIMIT = 120;
/** Headers that say how a message is carried, and nothing of who sent it. */
const PLAIN_HEADERS = new Set([
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
]);
const marks: Readonly<Record<string, string>> = {
  'field/undocumented': 'not documented',
  'field/unwarranted': 'not in this state',
  'field/invalid': 'not as documented',
  'field/untrue': 'not true',
  'field/duplicate': 'twice',
  'field/missing': 'missing',
  'channel/undocumented': 'not documented',
  'leak/canary': 'a planted value',
  'leak/differential': 'changes with a planted value',
  'route/undocumented': 'not documented',
};

/**
 * The message of a finding as it was sent, decoded, with what the finding is about marked.
 *
 * @param finding the finding whose evidence the message is.
 */
export function sampleOf(
  finding: Finding,
  { request }: TransmissionEvent,
  {
    route: router,
    redact,
    conceal,
  }: { readonly route: Router; readonly redact: Redact; readonly conceal: (text: string) => string },
): Sample {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const destination = url && router(request.method, url);
  const route = destination?.kind === 'route' ? destination.route : undefined;
  const [evidence] = finding.evidence;
  const mark = marks[finding.rule] ?? 'the finding';
  const marker = {
    member: evidence?.member,
    pointer: evidence?.pointer,
    mark,
  };
  const lines = [
    ...headerLines(request.headers ?? [], marker, redact),
    ...queryLines(url, route, marker, redact),
    ...bodyLines(request, route, marker, redact),
  ];
  return {
    request: `${visible(request.method, 20)} ${url === undefined ? 'a URL that cannot be read' : visible(conceal(`${url.origin}${url.pathname}`), 500)}`,
    // Concealed before it is cut, lest a part of a planted value be left.
    lines: chosen(lines).map((line) => ({ ...line, name: visible(conceal(line.name), NAME_LIMIT) })),
    omitted: Math.max(0, lines.length - LINE_LIMIT),
  };
}

interface Marker {
  readonly member: string | undefined;
  readonly pointer: string | undefined;
  readonly mark: string;
}

/** Of many lines the first, but what is marked in any case. */
function chosen(lines: readonly SampleLine[]): readonly SampleLine[] {
  if (lines.length <= LINE_LIMIT) return lines;
  const marked = lines.filter(({ mark }) => mark !== undefined).slice(0, LINE_LIMIT);
  const kept = new Set([...marked, ...lines.slice(0, LINE_LIMIT - marked.length)]);
  return lines.filter((line) => kept.has(line));
}

function headerLines(
  headers: readonly (readonly string[])[],
  { pointer, mark }: Marker,
  redact: Redact,
): readonly SampleLine[] {
  return headers.map(([name = '', value = ''], index) => {
    const at = `/request/headers/${index}`;
    const isMarked = pointer === at || (pointer?.startsWith(`${at}/`) ?? false);
    return {
      part: 'header',
      depth: 0,
      name,
      ...redact(value, PLAIN_HEADERS.has(name.toLowerCase())),
      mark: isMarked ? mark : undefined,
    };
  });
}

/** Names in the query are wire names of fields only where the route has its fields there. */
function queryLines(
  url: URL | undefined,
  route: BoundRoute | undefined,
  { member, pointer, mark }: Marker,
  redact: Redact,
): readonly SampleLine[] {
  const isPayload = route?.route.query === 'fields';
  const pairs = [...(url?.searchParams ?? [])].map(([name, value]): SampleLine => {
    const isMarked =
      pointer === '/request/url' &&
      (member === pointerOf([name]).toWellFormed() || (member === undefined && !isPayload));
    return {
      part: 'member',
      depth: 0,
      name,
      ...redact(value, isPayload && isPublic(route, [name])),
      mark: isMarked ? mark : undefined,
    };
  });
  const isMissing = isPayload && member !== undefined && !pairs.some((line) => line.mark !== undefined);
  return isMissing ? [...pairs, missingLine(member, mark)] : pairs;
}

function bodyLines(
  request: TransmissionEvent['request'],
  route: BoundRoute | undefined,
  marker: Marker,
  redact: Redact,
): readonly SampleLine[] {
  const bytes = bodyBytes(request);
  if (bytes.length === 0) return [];
  const isMarked = marker.pointer?.startsWith('/request/body') ?? false;
  const decoded = decodeBody(route?.route.body ?? 'json', request, unpack(request));
  if (decoded.kind === 'json') return jsonLines(decoded.text, route, isMarked ? marker : undefined, redact);
  if (decoded.kind === 'form') {
    return decoded.pairs.map(([name, value]) => ({
      part: 'member',
      depth: 0,
      name,
      ...redact(value, isPublic(route, [name])),
      mark: isMarked && marker.member === pointerOf([name]).toWellFormed() ? marker.mark : undefined,
    }));
  }
  const text = decoded.kind === 'none' ? Buffer.from(bytes).toString('latin1') : decoded.text;
  return [
    {
      part: 'text',
      depth: 0,
      name: `body of ${bytes.length} bytes`,
      ...redact(text, false),
      mark: isMarked ? marker.mark : undefined,
    },
  ];
}

/** Every member that was written, also one of two of the same name, which JSON.parse hides. */
function jsonLines(
  text: string,
  route: BoundRoute | undefined,
  marker: Marker | undefined,
  redact: Redact,
): readonly SampleLine[] {
  const lines: SampleLine[] = [];
  const root = parseTree(text);
  const add = (node: JsonNode, keys: readonly string[]): void => {
    const isMarked = marker?.member !== undefined && pointerOf(keys).toWellFormed() === marker.member;
    const mark = isMarked ? marker.mark : undefined;
    const line = {
      part: 'member',
      depth: keys.length - 1,
      name: keys.at(-1) ?? '',
    } as const;
    const children = childrenOf(node);
    if (children === undefined) {
      lines.push({ ...line, ...redact(node.value as unknown, isPublic(route, keys)), mark });
      return;
    }
    if (keys.length > 0) {
      const value = node.type === 'array' ? `list of ${children.length}` : '';
      lines.push({ ...line, value, redacted: false, mark });
    }
    for (const child of children) add(child.node, [...keys, child.key]);
  };
  if (root !== undefined) add(root, []);
  const isMissing = marker?.member !== undefined && !lines.some((line) => line.mark !== undefined);
  return isMissing ? [...lines, missingLine(marker.member, marker.mark)] : lines;
}

function childrenOf(
  node: JsonNode,
): readonly { readonly key: string; readonly node: JsonNode }[] | undefined {
  if (node.type === 'array')
    return (node.children ?? []).map((child, index) => ({ key: String(index), node: child }));
  if (node.type !== 'object') return undefined;
  return (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
    name === undefined || value === undefined ? [] : [{ key: String(name.value), node: value }],
  );
}

function missingLine(member: string, mark: string): SampleLine {
  const name = member.replace(/^\//, '');
  return { part: 'member', depth: 0, name, value: '', redacted: false, mark };
}

/** Whether a place on the wire is a documented field of which all may be shown (DESIGN 4.2, `sensitivity`). */
function isPublic(route: BoundRoute | undefined, wire: readonly string[]): boolean {
  if (route === undefined) return false;
  const mapped = route.fieldByWireName.find((name) => name.wire.every((key, index) => key === wire[index]));
  const keys = mapped === undefined ? wire : [...mapped.field, ...wire.slice(mapped.wire.length)];
  const field = fieldAt(route.payload, keys);
  if (field?.annotation?.sensitivity !== 'public') return false;
  const items = typeof field.schema.items === 'object' ? field.schema.items : undefined;
  const isItem =
    keys.length === field.keys.length + 1 && items !== undefined && items.properties === undefined;
  return keys.length === field.keys.length || isItem;
}
