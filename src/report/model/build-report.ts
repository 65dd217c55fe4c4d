import type { Run } from '../load-run.js';
import type { CalibrationEntry, FindingGroup, Report, ScenarioEntry } from '../report.js';
import { keptCalibration } from '../run-folder.js';
import { paragraph } from '../wrap.js';
import { byteSentence, byteSum } from './bytes.js';
import { calibrationEntry } from './calibration-entry.js';
import { clauseEntries } from './clause-entries.js';
import { dataItems } from './data-items.js';
import { determinationOf } from './determination.js';
import { noEvidence, readEvidence } from './evidence.js';
import { examinedRows } from './examined.js';
import { findingGroups, readingFlags, samplePlaces } from './finding-groups.js';
import { attestationEntries, gateEntry, waiverEntries } from './gate-entry.js';
import { groupFindings } from './group-findings.js';
import { interpretationEntries } from './interpretation-entries.js';
import { limitsOf, observationLimits } from './limits.js';
import { scheduleWindows } from './windows.js';
import { clean, cleanIf } from './words.js';

export interface ReportOptions {
  /** Shows captured values as they were sent. */
  readonly revealed?: boolean;
  /** Without it no message and no digest of a line is told, and no trace is read. */
  readonly evidence?: boolean;
}

/**
 * A finished run in words. The same run gives the same report, wherever and whenever it is made.
 *
 * @throws InputError where a trace of the run is missing, or is not what was judged.
 */
export async function buildReport(
  run: Run,
  { revealed = false, evidence: wanted = true }: ReportOptions = {},
): Promise<Report> {
  const { result, disclosure, gate } = run;
  const grouped = groupFindings(result.findings);
  const evidence = wanted ? await readEvidence(run.folder, result, samplePlaces(grouped)) : noEvidence;
  const waivers = waiverEntries(gate);
  const attestations = attestationEntries(gate);
  const groups = findingGroups(grouped, { run, evidence, waivers, revealed });
  const { sentences } = run;
  const clauses = clauseEntries(result, { disclosure, gate, sentences, waivers, attestations, groups });
  const calibration = calibrationEntry(run);
  const calibrated = calibrationFile(run, calibration);
  const states = (disclosure?.file.value.states ?? []).map(({ id, says }) => ({ id, says: paragraph(says) }));
  return {
    version: clean(result.instrument.replace(/^candor /, ''), 100),
    disclosure: result.disclosure.id ?? '–',
    system: result.system.id ?? '–',
    title: paragraph(disclosure?.file.value.title ?? 'No disclosure'),
    recorded: result.scenarios
      .flatMap(({ recorded }) => recorded ?? [])
      .sort()
      .at(-1),
    determination: determinationOf(run, clauses),
    examined: examinedRows(run),
    scenarios: scenarioEntries(run, groups),
    failures: run.failures.map(({ scenario, message }) => ({ scenario, message: paragraph(message) })),
    states,
    clauses,
    schedules: scheduleWindows(result, states, groups),
    schedulesOmitted: result.windowsOmitted,
    findings: groups,
    findingsOmitted: result.findingsOmitted,
    dataItems: dataItems(run, groups),
    interpretations: interpretationEntries(run, clauses),
    limits: limitsOf(run, clauses),
    blindSpots: observationLimits(run),
    bytes: byteSum(result),
    calibration,
    gate: gateEntry(gate, waivers, attestations),
    verification: verificationOf(run, calibrated),
    files: filesOf(run, calibrated),
    revealed,
  };
}

function scenarioEntries(
  { result, scenarios }: Run,
  groups: readonly FindingGroup[],
): readonly ScenarioEntry[] {
  const groupOf = new Map(
    groups.flatMap(({ id, occurrences }) => occurrences.map((one) => [one.id, id] as const)),
  );
  return result.scenarios.map((scenario) => {
    const { id, verdict, from, until, transmissions, excluded, heartbeats, complete, trace } = scenario;
    return {
      id: id ?? clean(trace.file, 400),
      title: cleanIf(id === null ? undefined : scenarios.get(id)?.title),
      verdict,
      from,
      until,
      transmissions,
      excluded,
      heartbeats,
      complete,
      bytes: scenario.bytes && byteSentence(scenario.bytes),
      trace: { file: clean(trace.file, 400), digest: trace.digest },
      clauses: new Map(Object.entries(scenario.clauses)),
      groups: [...new Set(scenario.findings.flatMap((finding) => groupOf.get(finding) ?? []))],
      notes: scenario.notes.map((note) => clean(note)),
    };
  });
}

function filesOf({ result, resultDigest }: Run, calibration: Report['files']): Report['files'] {
  const traces = result.scenarios.map(({ trace }) => ({
    name: clean(trace.file, 400),
    digest: trace.digest,
  }));
  return [{ name: 'result.json', digest: resultDigest }, ...traces, ...calibration];
}

/** The calibration as the run keeps it, where its figure is this run's: the report rests on no other. */
function calibrationFile(
  { disclosure, calibration: file }: Run,
  { kind }: CalibrationEntry,
): Report['files'] {
  if (kind !== 'measured' || disclosure === undefined || file === undefined) return [];
  return [{ name: keptCalibration(disclosure.id), digest: file.digest }];
}

/** All in the folder of the run, so that the report says the same wherever that lies. */
function verificationOf(run: Run, [calibration]: Report['files']): Report['verification'] {
  const { result } = run;
  const all = result.requireAll ? ' --require-all' : '';
  return [
    calibration === undefined
      ? {
          says: 'The result and each trace have the digests below.',
          command: 'sha256sum result.json traces/*.ndjson',
        }
      : {
          says: 'The result, each trace and the calibration have the digests below.',
          command: `sha256sum result.json traces/*.ndjson ${calibration.name}`,
        },
    {
      says: 'The line of a trace that a finding names has the digest beside it.',
      command: "sed -n '17p' traces/NAME.ndjson | sha256sum",
    },
    {
      says: 'The traces, judged again, give the same result, to the byte.',
      command: `candor verify traces/*.ndjson --project inputs${all}${readingFlags(run)} --out again; cmp result.json again/result.json`,
    },
    {
      says: 'The run, told again, gives this report, to the byte.',
      command: 'candor report . --format html',
    },
  ];
}
