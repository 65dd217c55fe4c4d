import type { Disclosure } from '../../disclosure/disclosure.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { GateFile } from '../gate/gate.generated.js';
import type { AttestationEntry, ClauseEntry, FindingGroup, StateVerdict, WaiverEntry } from '../report.js';
import { paragraph } from '../wrap.js';
import { clean } from './words.js';

type Clause = ResultFile['clauses'][number];

export interface ClauseSources {
  readonly disclosure: Disclosure | undefined;
  readonly gate: GateFile | undefined;
  readonly sentences: ReadonlyMap<string, string>;
  readonly waivers: readonly WaiverEntry[];
  readonly attestations: readonly AttestationEntry[];
  readonly groups: readonly FindingGroup[];
}

/** Every clause of the disclosure, in the order of the document. */
export function clauseEntries(result: ResultFile, sources: ClauseSources): readonly ClauseEntry[] {
  const groupsOf = groupsByFinding(sources.groups);
  const kinds = new Map(result.findings.map(({ id, kind }) => [id, kind]));
  return result.clauses.map((clause) => clauseEntry(clause, sources, groupsOf, kinds));
}

function clauseEntry(
  clause: Clause,
  { disclosure, gate, sentences, waivers, attestations }: ClauseSources,
  groupsOf: ReadonlyMap<string, string>,
  kinds: ReadonlyMap<string, 'excess' | 'shortfall'>,
): ClauseEntry {
  const source = disclosure?.clauses.get(clause.id);
  const changed = gate?.clauses.find(({ id }) => id === clause.id);
  const countOf = (kind: 'excess' | 'shortfall'): number =>
    clause.findings.filter((id) => kinds.get(id) === kind).length;
  const waiver = gate?.waivers.find(({ clauses, ended }) => !ended && clauses.includes(clause.id));
  return {
    id: clause.id,
    at: source?.at ?? '',
    modality: clause.modality,
    says: paragraph(source?.says ?? ''),
    sentence: source && sentenceOf(sentences, source.digest),
    verdict: changed?.verdict ?? clause.verdict,
    judged: clause.verdict,
    states: statesOf(clause, disclosure),
    exercised: clause.exercised,
    excess: countOf('excess'),
    shortfall: countOf('shortfall'),
    groups: [...new Set(clause.findings.flatMap((id) => groupsOf.get(id) ?? []))],
    undecided: (clause.undecided ?? []).map((reason) => clean(reason)),
    observedUntil: clause.observedUntil,
    margin: clause.margin,
    readings: {
      stable: clause.readings.stable,
      restsOn: clause.readings.restsOn,
      under: Object.entries(clause.readings.verdicts ?? {}).map(([key, verdict]) => {
        const at = key.indexOf('=');
        return { interpretation: key.slice(0, at), reading: key.slice(at + 1), verdict };
      }),
    },
    ...placeOf(clause.id, disclosure),
    waiver: waivers.find(({ id }) => id === waiver?.id),
    attestation: attestations.find((attestation) => attestation.clause === clause.id),
  };
}

function sentenceOf(sentences: ReadonlyMap<string, string>, digest: string): string | undefined {
  const sentence = sentences.get(digest);
  return sentence === undefined ? undefined : paragraph(sentence);
}

function statesOf(
  { states = {} }: Clause,
  disclosure: Disclosure | undefined,
): ReadonlyMap<string, StateVerdict> {
  const order = disclosure?.file.value.states ?? [];
  return new Map(
    order.flatMap(({ id }) => {
      const state = Object.hasOwn(states, id) ? states[id] : undefined;
      return state === undefined ? [] : [[id, state] as const];
    }),
  );
}

/** Where the disclosure file has a clause, by the file's name in a project. */
function placeOf(clause: string, disclosure: Disclosure | undefined): { file: string; line: number } {
  const file = `disclosures/${disclosure?.id ?? 'unknown'}/disclosure.yaml`;
  const index = disclosure?.file.value.clauses.findIndex(({ id }) => id === clause) ?? -1;
  const line = index < 0 ? undefined : disclosure?.file.problem(['clauses', index], '').line;
  return { file, line: line ?? 1 };
}

function groupsByFinding(groups: readonly FindingGroup[]): ReadonlyMap<string, string> {
  return new Map(groups.flatMap((group) => group.occurrences.map(({ id }) => [id, group.id] as const)));
}
