import type { Breach } from '../../judge/finding.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';
import type { Selection } from './interactions-in-state.js';

/** What decides whether Pact could see a breach, beside the breach itself. */
export interface Circumstances {
  readonly request: TraceRequest;
  readonly by: Selection['by'];
  /** What the contract itself says that its rules cannot hold, by the field's JSON Pointer on the wire. */
  readonly fieldLimits: ReadonlyMap<string, readonly string[]>;
  /** Whether it says so of the path of one of its routes. */
  readonly openPath: boolean;
}

/** Something that the judge sees and Pact's mock server does not. */
export interface KnownLimit {
  /** Stable: reports count by it. */
  readonly id: string;
  /** What cannot be seen. */
  readonly what: string;
  /** Why: one sentence. */
  readonly because: string;
  /** Whether Pact may see it all the same, in some contracts or some messages; then its rejection is no surprise. */
  readonly mayBeSeen?: boolean;
  readonly holds: (breach: Breach, circumstances: Circumstances) => boolean;
}

/** How much of a rule of the judge's Pact's mock server can see. */
export interface Coverage {
  readonly rule: string;
  readonly limits: readonly KnownLimit[];
}

const always = (): boolean => true;

const inTime: Omit<KnownLimit, 'id'> = {
  what: 'when it was sent, and how often',
  because: 'A mock server knows no time and no order: a request matches or does not, whenever it comes.',
  holds: always,
};

const noTransmission: Omit<KnownLimit, 'id'> = {
  what: 'what no single transmission shows',
  because: 'It is told of the observation as a whole, and nothing of it can be sent to a mock server.',
  holds: always,
};

const otherState: Omit<KnownLimit, 'id'> = {
  what: 'what belongs in a state that the contract does not have',
  because:
    'Where no provider state of the contract agrees with the facts, the interactions of every state are tried.',
  mayBeSeen: true,
  holds: (_, { by }) => by === 'any-state',
};

const contractLimit: Omit<KnownLimit, 'id'> = {
  what: 'what the contract’s own rules cannot hold of a field',
  because:
    'Pact’s matchers say less than a JSON Schema: the contract names, for each such field, what it leaves open.',
  mayBeSeen: true,
  holds: ({ member }, { fieldLimits }) => [...fieldLimits.keys()].some((field) => isWithin(member, field)),
};

const onHeader = ({ pointer }: Breach): boolean => pointer?.startsWith('/request/headers/') === true;

/** Every rule of the judge's, in its order, with what of it Pact's mock server is blind to. */
export const coverage: readonly Coverage[] = [
  {
    rule: 'route/undocumented',
    limits: [
      {
        id: 'route/undocumented:method-case',
        what: 'the letter case of the method',
        because: 'Pact compares methods without regard to letter case; RFC 9110 section 9.1 has them differ.',
        holds: (_, { request: { method } }) => method !== method.toUpperCase(),
      },
      {
        id: 'route/undocumented:path',
        what: 'a path that the contract’s own rules do not hold',
        because:
          'A URL pattern says more than a regular expression that every engine reads alike: the contract names the routes.',
        mayBeSeen: true,
        holds: (_, { openPath }) => openPath,
      },
    ],
  },
  {
    rule: 'route/unattributed',
    limits: [
      {
        id: 'route/unattributed',
        what: 'which installation it came from',
        because: 'Nothing that is sent to a mock server says so.',
        holds: always,
      },
    ],
  },
  ...['transport/plaintext', 'transport/weak-tls'].map((rule) => ({
    rule,
    limits: [
      {
        id: rule,
        what: 'how it was protected on its way',
        because: 'The mock server is spoken to in plain HTTP on this machine, whatever the product spoke.',
        holds: always,
      },
    ],
  })),
  {
    rule: 'body/undecodable',
    limits: [
      {
        id: 'body/undecodable:declared',
        what: 'a content type, charset, size or depth that the judge does not read',
        because:
          'Pact reads any size and depth, and holds a content type to the contract’s rule for that header.',
        mayBeSeen: true,
        holds: ({ sent }) => !/^it is (?:not JSON|not UTF-8|empty)/.test(sent ?? ''),
      },
    ],
  },
  { rule: 'field/undocumented', limits: [] },
  { rule: 'field/missing', limits: [{ id: 'field/missing:state', ...otherState }] },
  { rule: 'field/unwarranted', limits: [{ id: 'field/unwarranted:state', ...otherState }] },
  { rule: 'field/invalid', limits: [{ id: 'field/invalid:matcher', ...contractLimit }] },
  {
    rule: 'field/duplicate',
    limits: [
      {
        id: 'field/duplicate',
        what: 'a name that stands twice',
        because:
          'Pact reads a body as most readers do and keeps the last member of a name; of a query or form it takes the values for a list.',
        mayBeSeen: true,
        holds: always,
      },
    ],
  },
  {
    rule: 'field/untrue',
    limits: [
      { id: 'field/untrue:matcher', ...contractLimit },
      { id: 'field/untrue:state', ...otherState },
    ],
  },
  {
    rule: 'channel/undocumented',
    limits: [
      {
        id: 'channel/undocumented:header',
        what: 'a header or cookie beside those of the contract, and the host that Host names',
        because: 'Pact lets every header pass that the contract does not name.',
        holds: onHeader,
      },
      {
        id: 'channel/undocumented:fragment',
        what: 'a fragment in the URL',
        because: 'The mock server’s HTTP drops it before Pact looks.',
        holds: ({ sent }) => sent === 'a fragment in the URL',
      },
      {
        id: 'channel/undocumented:user-information',
        what: 'user information in the URL',
        because: 'It belongs to the address, and the mock server has another one.',
        holds: ({ sent }) => sent === 'user information in the URL',
      },
      {
        id: 'channel/undocumented:server-name',
        what: 'the name that the TLS handshake gave away',
        because: 'The mock server is spoken to in plain HTTP on this machine.',
        holds: ({ pointer }) => pointer === '/tls/serverName',
      },
      {
        id: 'channel/undocumented:empty-query',
        what: 'a query without parameters',
        because: 'Pact compares parameters, and a question mark alone has none.',
        mayBeSeen: true,
        holds: ({ sent }) => sent === 'a query without parameters',
      },
    ],
  },
  {
    rule: 'state/forbidden',
    limits: [
      {
        id: 'state/forbidden',
        what: 'whether the state permits the payload at all',
        because:
          'A mock server knows no states; a state without interactions may also be one that no scenario comes by.',
        holds: always,
      },
    ],
  },
  ...[
    'trigger/unprompted',
    'trigger/missing',
    'trigger/repeated',
    'schedule/missing',
    'schedule/off-slot',
    'schedule/repeated',
    'schedule/after-window',
  ].map((rule) => ({ rule, limits: [{ id: rule, ...inTime }] })),
  {
    rule: 'leak/canary',
    limits: [
      {
        id: 'leak/canary',
        what: 'a planted value in a place where a value of its form belongs',
        because: 'Pact looks at the form of a value and not at where the value comes from.',
        holds: always,
      },
    ],
  },
  { rule: 'leak/differential', limits: [{ id: 'leak/differential', ...noTransmission }] },
  { rule: 'capture/opaque', limits: [{ id: 'capture/opaque', ...noTransmission }] },
  {
    rule: 'capture/unclaimed',
    limits: [
      {
        id: 'capture/unclaimed',
        what: 'bytes beside a compressed body',
        because: 'Pact undoes no content coding, so that a compressed body is not compared at all.',
        holds: always,
      },
    ],
  },
  ...['expectation/unmet', 'kit/missing', 'capture/dead'].map((rule) => ({
    rule,
    limits: [{ id: rule, ...noTransmission }],
  })),
];

/** The other way about: Pact rejects what the disclosure leaves open. It is no breach, and so of no rule. */
export const demandedField: KnownLimit = {
  id: 'contract:optional-field',
  what: 'that a field may be left out',
  because:
    'An interaction demands each of its fields, and there is one for each set of fields that a scenario shows: with optional fields there could be more sets than anyone would list.',
  holds: () => false,
};

const limitsByRule = new Map(coverage.map(({ rule, limits }) => [rule, limits]));

/** The known limit that a breach falls under; undefined where Pact can see it. */
export function limitOf(breach: Breach, circumstances: Circumstances): KnownLimit | undefined {
  return limitsByRule.get(breach.rule.id)?.find(({ holds }) => holds(breach, circumstances));
}

/** Whether a member of a payload is a field, or stands in it; `*` in a field's pointer is any member of a list. */
function isWithin(member: string | undefined, field: string): boolean {
  if (member === undefined) return false;
  const keys = member.split('/');
  return field.split('/').every((key, index) => key === '*' || key === keys[index]);
}
