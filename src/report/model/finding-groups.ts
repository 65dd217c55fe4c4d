import { concealer } from '../../judge/conceal.js';
import type { ResultFile } from '../../judge/result.generated.js';
import { routerOf } from '../../judge/routes.js';
import { rules } from '../../judge/rules.js';
import type { Run } from '../load-run.js';
import type { FindingGroup, Occurrence, Sample, WaiverEntry } from '../report.js';
import type { Evidence } from './evidence.js';
import type { Finding, Group } from './group-findings.js';
import { redactor } from './redact.js';
import { sampleOf } from './sample.js';
import { clean, cleanIf, shellWord } from './words.js';

export interface GroupSources {
  readonly run: Run;
  readonly evidence: Evidence;
  readonly waivers: readonly WaiverEntry[];
  readonly revealed: boolean;
}

/** Groups of findings in words: what is excess first, then by how often. */
export function findingGroups(groups: readonly Group[], sources: GroupSources): readonly FindingGroup[] {
  const sample = sampler(sources);
  const lookUp = gateOf(sources);
  return [...groups]
    .map((group, index) => ({ group, index }))
    .sort(
      (one, other) =>
        weightOf(one.group) - weightOf(other.group) ||
        other.group.findings.length - one.group.findings.length ||
        one.index - other.index,
    )
    .map(({ group }, index) => groupEntry(group, `g-${index + 1}`, sources, sample, lookUp));
}

/** What harms a person comes first, what could not be decided last. */
function weightOf({ first }: Group): number {
  if (effectOf(first) === 'inconclusive') return 2;
  return first.kind === 'excess' ? 0 : 1;
}

function effectOf(finding: Finding): (typeof rules)[number]['effect'] {
  return finding.effect ?? ruleOf(finding)?.effect ?? 'violated';
}

function ruleOf({ rule }: Finding): (typeof rules)[number] | undefined {
  return rules.find(({ id }) => id === rule);
}

interface GateLookUp {
  waiverOf(finding: Finding): WaiverEntry | undefined;
  isNew(finding: Finding): boolean | undefined;
}

function groupEntry(
  { first, findings }: Group,
  id: string,
  { run, evidence }: GroupSources,
  sample: (finding: Finding) => Sample | undefined,
  gate: GateLookUp,
): FindingGroup {
  const rule = ruleOf(first);
  const waived = findings.map((finding) => gate.waiverOf(finding));
  const added = findings.map((finding) => gate.isNew(finding));
  return {
    id,
    rule: first.rule,
    kind: first.kind,
    effect: effectOf(first),
    clause: first.clause,
    title: clean(first.message),
    fires: rule?.fires ?? '',
    remedy: rule?.remedy ?? '',
    sent: cleanIf(first.sent),
    allowed: cleanIf(first.allowed),
    count: findings.length,
    installations: new Set(findings.map(({ installation }) => installation)).size,
    scenarios: [...new Set(findings.map(({ scenario }) => scenario ?? 'no scenario'))],
    states: [...new Set(findings.flatMap(({ state }) => state ?? []))],
    from: findings.reduce((least, { at }) => (at < least ? at : least), first.at),
    until: findings.reduce((most, { at }) => (at > most ? at : most), first.at),
    sample: sample(first),
    occurrences: findings.map((finding) => occurrence(finding, evidence)),
    command: commandOf(first, run),
    waiver: waived.every((waiver) => waiver !== undefined) ? waived[0] : undefined,
    isNew: added.every((one) => one === undefined) ? undefined : added.some((one) => one === true),
  };
}

function occurrence(finding: Finding, evidence: Evidence): Occurrence {
  const { id, at, scenario, installation, state, message, sent, allowed } = finding;
  const [place] = finding.evidence;
  return {
    id,
    at,
    scenario: scenario ?? 'no scenario',
    installation: cleanIf(installation, 200),
    state,
    message: clean(message),
    sent: cleanIf(sent),
    allowed: cleanIf(allowed),
    evidence: {
      trace: clean(place?.trace ?? '', 400),
      line: place?.line ?? 0,
      pointer: cleanIf(place?.pointer, 400),
      member: cleanIf(place?.member, 400),
      digest: place && evidence.digestOf(place),
    },
  };
}

/** In the folder of the run, so that it says the same wherever that lies. */
function commandOf({ rule, evidence: [place] }: Finding, run: Run): string {
  const trace = shellWord(clean(place?.trace ?? '', 400));
  // The two recordings that it was compared with are not told apart in the result.
  const traces = rule === 'leak/differential' ? `--differential FIRST AGAIN ${trace}` : trace;
  return `candor verify ${traces} --project inputs${readingFlags(run)} --out again`;
}

/** The flags by which a judgement reads the disclosure as this run did. */
export function readingFlags({ result, disclosure }: Run): string {
  return Object.entries(result.interpretations)
    .filter(([id, reading]) => disclosure?.interpretations.get(id)?.chosen !== reading)
    .map(([id, reading]) => ` --reading ${shellWord(`${id}=${reading}`)}`)
    .join('');
}

/** Shows the message of a finding where it is a transmission. */
function sampler({ run, evidence, revealed }: GroupSources): (finding: Finding) => Sample | undefined {
  const { disclosure, system } = run;
  if (disclosure === undefined || system === undefined) return () => undefined;
  const route = routerOf(system.file.value, disclosure.payloads);
  return (finding) => {
    const [place] = finding.evidence;
    const transmission = place && evidence.transmissionAt(place);
    if (place === undefined || transmission === undefined) return undefined;
    const conceal = concealer(evidence.startOf(place.trace)?.canaries ?? []);
    return sampleOf(finding, transmission, {
      route,
      redact: redactor(evidence.key, { revealed, conceal }),
      conceal: revealed ? (text) => text : conceal,
    });
  };
}

function gateOf({ run: { gate }, waivers }: GroupSources): GateLookUp {
  const waived = new Set(gate?.waived ?? []);
  const waiverOf = new Map<string, string>();
  for (const waiver of gate?.waivers ?? [])
    for (const finding of waiver.findings) if (!waiver.ended) waiverOf.set(finding, waiver.id);
  const byId = new Map(waivers.map((waiver) => [waiver.id, waiver]));
  const added = gate?.baseline && new Set(gate.baseline.findings);
  return {
    waiverOf: ({ id }) => (waived.has(id) ? byId.get(waiverOf.get(id) ?? '') : undefined),
    isNew: ({ id }) => added?.has(id),
  };
}

/** The places whose messages are shown: of each group the first. */
export function samplePlaces(
  groups: readonly Group[],
): readonly ResultFile['findings'][number]['evidence'][number][] {
  return groups.slice(0, SAMPLE_LIMIT).flatMap(({ first }) => first.evidence.slice(0, 1));
}

const SAMPLE_LIMIT = 300;
