import type { ClauseEntry, StateVerdict, Verdict } from '../../../src/report/report.js';

type Modality = ClauseEntry['modality'];
type Part = Partial<ClauseEntry>;

/** In the order in which an installation comes to them. */
export const states = [
  { id: 'not-asked', says: 'Not asked' },
  { id: 'accepted', says: 'Accepted' },
  { id: 'declined', says: 'Declined' },
  { id: 'withdrawn', says: 'Withdrawn' },
] as const;

type StateId = (typeof states)[number]['id'];

const observedUntil = '2026-01-03T08:00:00.000Z';

/** Id, place in the document, modality, what it says, and how often it was put to the test in each state. */
const rows: readonly [string, string, Modality, string, Partial<Record<StateId, number>>][] = [
  ['document.product', 'line 1', 'statement', 'Names the product.', {}],
  [
    'scope.transmit',
    'line 5',
    'permission',
    'What may leave at all: the lists that follow, and nothing else.',
    { 'not-asked': 4, accepted: 38, declined: 21, withdrawn: 9 },
  ],
  [
    'consent.before',
    'line 7, sentence 1',
    'prohibition',
    'Nothing is sent before the keeper of the station has made a choice.',
    { 'not-asked': 4 },
  ],
  [
    'consent.withdrawn',
    'line 7, sentence 2',
    'prohibition',
    'A choice can be withdrawn, and reports end with it.',
    { withdrawn: 9 },
  ],
  [
    'report.transmit',
    'line 9',
    'obligation',
    'A registered station sends a report from time to time, for the tide tables.',
    { accepted: 24 },
  ],
  ['report.station', 'line 10', 'obligation', 'Which station it is.', { accepted: 24 }],
  [
    'report.product',
    'line 11',
    'obligation',
    'Which release of the product it is, and what language it uses.',
    { accepted: 24 },
  ],
  [
    'report.tide',
    'line 12',
    'obligation',
    'How high the water stands, as long as the gauge can tell.',
    { accepted: 24 },
  ],
  [
    'pulse.transmit',
    'line 14',
    'obligation',
    'A pulse tells that the station declined, and nothing of who keeps it.',
    { declined: 6 },
  ],
  ['pulse.decision', 'line 15', 'obligation', 'Which choice was made, and when.', { declined: 6 }],
  [
    'pulse.schedule',
    'line 17, sentence 1',
    'obligation',
    'A pulse every four hours for a day after declining.',
    { declined: 6 },
  ],
  [
    'pulse.schedule-withdrawn',
    'line 17, sentence 2',
    'obligation',
    'The same after a choice is withdrawn.',
    { withdrawn: 6 },
  ],
  ['gauge.transmit', 'line 19', 'obligation', 'What leaves when the gauge fails.', { accepted: 3 }],
  ['gauge.trigger', 'line 20', 'obligation', 'It is sent once, when the gauge fails.', { accepted: 3 }],
  ['gauge.code', 'line 21', 'obligation', 'How it failed, as a code.', { accepted: 3 }],
  ['gauge.port', 'line 22', 'obligation', 'What the port is called, for a station in one.', {}],
  [
    'station.closed',
    'line 24',
    'prohibition',
    'A closed station keeps silent.',
    { accepted: 2, declined: 1 },
  ],
  [
    'links.follow',
    'line 26',
    'permission',
    'Following a link in the product tells which release it is.',
    { accepted: 2, declined: 1 },
  ],
  ['kit.files', 'line 28', 'obligation', 'The text of the rules comes with the product.', { 'not-asked': 1 }],
  ['data.keeping', 'line 30', 'statement', 'Where the vendor keeps what it is sent, and for how long.', {}],
  ['data.further-reading', 'line 32', 'statement', 'Points to the rules of the harbour.', {}],
];

/** The clauses of a run in which nothing was wrong, but for what the parts say. */
export function clauses(parts: Readonly<Record<string, Part>> = {}): readonly ClauseEntry[] {
  return rows.map((row, index) => ({ ...upheld(row, index), ...parts[row[0]] }));
}

/** The same verdict for each state, but for those that are named. */
export function inStates(
  id: string,
  verdicts: Partial<Record<StateId, Verdict>>,
): ReadonlyMap<string, StateVerdict> {
  const exercised = rows.find((row) => row[0] === id)?.[4] ?? {};
  return new Map(
    states.flatMap((state): [string, StateVerdict][] => {
      const times = exercised[state.id];
      const verdict = verdicts[state.id];
      if (times === undefined && verdict === undefined) return [];
      return [[state.id, { verdict: verdict ?? 'upheld', exercised: times ?? 0 }]];
    }),
  );
}

function upheld([id, at, modality, says, exercised]: (typeof rows)[number], index: number): ClauseEntry {
  const times = Object.values(exercised).reduce((sum, one) => sum + one, 0);
  const verdict = times > 0 ? 'upheld' : 'not-exercised';
  return {
    id,
    at,
    modality,
    says,
    sentence: undefined,
    verdict,
    judged: verdict,
    states: inStates(id, {}),
    exercised: times,
    excess: 0,
    shortfall: 0,
    groups: [],
    undecided: [],
    observedUntil: modality === 'prohibition' ? observedUntil : undefined,
    margin: id.startsWith('pulse.schedule') ? 212.4 : undefined,
    readings: { stable: true, restsOn: [], under: [] },
    file: 'disclosures/harbour-3/disclosure.yaml',
    line: 58 + index * 5,
    waiver: undefined,
    attestation: undefined,
  };
}
