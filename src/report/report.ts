import type { Duration, Instant } from '../disclosure/instant.js';
import type { ResultFile } from '../judge/result.generated.js';

export type Verdict = ResultFile['verdict'];
export type Kind = ResultFile['findings'][number]['kind'];

/**
 * A finished run in words: what every telling tells, in the order in which a reader finds it. Nothing here is judged
 * again. Each text is bounded and has no character that cannot be seen ({@link visible}), but it may hold the markup
 * of any format: a telling escapes all of it.
 */
export interface Report {
  /** Of Candor, which made the result. */
  readonly version: string;
  /** The id of the disclosure, or a dash where the traces name none. */
  readonly disclosure: string;
  readonly system: string;
  /** What the disclosure calls itself. */
  readonly title: string;
  /** When the run was made, as RFC 3339; where its traces say so. */
  readonly recorded: string | undefined;
  readonly determination: Determination;
  readonly examined: readonly ExaminedRow[];
  readonly scenarios: readonly ScenarioEntry[];
  /** Scenarios that could not be driven to their end; none of them counts as passed, whatever else they left. */
  readonly failures: readonly { readonly scenario: string; readonly message: string }[];
  /** The consent states that the disclosure tells apart, in its order; none where it names none. */
  readonly states: readonly ConsentState[];
  readonly clauses: readonly ClauseEntry[];
  readonly schedules: readonly ScheduleWindow[];
  /** Windows that were followed and are not pictured. */
  readonly schedulesOmitted: number;
  readonly findings: readonly FindingGroup[];
  /** Findings that the result counted and did not keep. */
  readonly findingsOmitted: number;
  readonly dataItems: readonly DataItem[];
  readonly interpretations: readonly InterpretationEntry[];
  readonly limits: readonly string[];
  /** Those of the limits that the way of capturing and the product's clock leave. */
  readonly blindSpots: readonly string[];
  /** What became of the bytes that left, in a sentence; where they were counted. */
  readonly bytes: string | undefined;
  readonly calibration: CalibrationEntry;
  readonly gate: GateEntry | undefined;
  /** How a reader verifies this report: each a sentence and the command that does it. */
  readonly verification: readonly { readonly says: string; readonly command: string }[];
  /** The files that it rests on, by their names in the folder of the run, and their SHA-256 as `sha256:…`. */
  readonly files: readonly { readonly name: string; readonly digest: string }[];
  /** Whether captured values are shown as they were sent. */
  readonly revealed: boolean;
}

export interface Determination {
  readonly verdict: Verdict;
  /** What can be said of the run, and no more: a sentence that can be quoted. */
  readonly sentence: string;
  /** The clauses that a run can verify, by verdict, the worst first; every verdict is there. */
  readonly counts: readonly { readonly verdict: Verdict; readonly count: number }[];
  /** Clauses that only a person can answer, and how many of them somebody answered. */
  readonly statements: { readonly count: number; readonly attested: number };
  /** Of the findings that the result kept. */
  readonly excess: number;
  readonly shortfall: number;
  readonly transmissions: number;
  readonly scenarios: number;
}

/** One line of "what was examined". */
export interface ExaminedRow {
  readonly label: string;
  readonly lines: readonly { readonly text: string; readonly digest?: string }[];
}

export interface ConsentState {
  readonly id: string;
  readonly says: string;
}

export interface ScenarioEntry {
  /** The scenario's id, or the trace's file where it names none. */
  readonly id: string;
  readonly title: string | undefined;
  readonly verdict: Verdict;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly transmissions: number;
  readonly excluded: number;
  readonly heartbeats: number;
  readonly complete: boolean;
  /** What became of the bytes that left in it, in a sentence; where they were counted. */
  readonly bytes: string | undefined;
  readonly trace: { readonly file: string; readonly digest: string };
  /** The verdict of each clause that it put to the test or left undecided. */
  readonly clauses: ReadonlyMap<string, Verdict>;
  /** Groups of findings in it. */
  readonly groups: readonly string[];
  readonly notes: readonly string[];
}

export interface ClauseEntry {
  readonly id: string;
  /** Where in the document: `line 65, sentence 1`. */
  readonly at: string;
  readonly modality: 'obligation' | 'permission' | 'prohibition' | 'statement';
  /** Our paraphrase. */
  readonly says: string;
  /** The document's own sentence, where the reader supplied the document and its digest matched. */
  readonly sentence: string | undefined;
  /** With what a person answered and what was waived. */
  readonly verdict: Verdict;
  /** As the run alone has it. */
  readonly judged: Verdict;
  /** The verdict in each consent state in which it was put to the test; in the order of the report's states. */
  readonly states: ReadonlyMap<string, StateVerdict>;
  readonly exercised: number;
  readonly excess: number;
  readonly shortfall: number;
  /** Groups of findings that breach it. */
  readonly groups: readonly string[];
  readonly undecided: readonly string[];
  readonly observedUntil: string | undefined;
  /** Seconds from a bound that the nearest transmission came. */
  readonly margin: number | undefined;
  readonly readings: ClauseReadings;
  /** Where the disclosure file has it, from the root of the project. */
  readonly file: string;
  readonly line: number;
  readonly waiver: WaiverEntry | undefined;
  readonly attestation: AttestationEntry | undefined;
}

export interface StateVerdict {
  readonly verdict: Verdict;
  readonly exercised: number;
}

export interface ClauseReadings {
  /** Whether the verdict is the same under every reading that was judged. */
  readonly stable: boolean;
  /** The interpretations that it rests on. */
  readonly restsOn: readonly string[];
  readonly under: readonly {
    readonly interpretation: string;
    readonly reading: string;
    readonly verdict: Verdict;
  }[];
}

/** What became of a slot (DESIGN 6, decision order). */
export type SlotOutcome = 'hit' | 'missed' | 'excused' | 'blind' | 'cancelled' | 'pending';

/** One window of one schedule of one installation. Instants are milliseconds since 1970, UTC. */
export interface ScheduleWindow {
  readonly id: string;
  readonly payload: string;
  readonly clause: string;
  readonly scenario: string;
  readonly installation: string;
  /** The start of the window, or the first sight of the state where it is not `known` since when it held. */
  readonly start: Instant;
  readonly known: boolean;
  readonly every: Duration;
  readonly for: Duration;
  readonly tolerance: Duration;
  /** What is seen: from a little before the start to the end of the observation, or of what matters of it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly slots: readonly {
    readonly due: Instant;
    readonly from: Instant;
    readonly until: Instant;
    readonly outcome: SlotOutcome;
    /** The transmission that discharged it. */
    readonly sent: Instant | undefined;
  }[];
  readonly sent: readonly {
    readonly at: Instant;
    readonly line: number;
    /** The rule that it breached; undefined where it was a slot's, or permitted. */
    readonly rule: string | undefined;
    /** The group of that finding. */
    readonly group: string | undefined;
  }[];
  readonly states: readonly {
    readonly from: Instant;
    readonly until: Instant;
    /** What the consent state is called, or the facts where the disclosure names no states. */
    readonly says: string;
  }[];
  readonly gaps: readonly { readonly from: Instant; readonly until: Instant; readonly cause: string }[];
  /** Where nothing may be sent. */
  readonly forbidden: readonly { readonly from: Instant; readonly until: Instant }[];
  readonly verdict: 'upheld' | 'violated' | 'inconclusive' | 'not-exercised';
  /** One sentence for who cannot see the picture. */
  readonly summary: string;
}

/** Findings of one cause. */
export interface FindingGroup {
  readonly id: string;
  readonly rule: string;
  readonly kind: Kind;
  readonly effect: 'violated' | 'inconclusive';
  readonly clause: string;
  /** What happened, as the first of them says it. */
  readonly title: string;
  /** When the rule fires, and what to do about it. */
  readonly fires: string;
  readonly remedy: string;
  readonly sent: string | undefined;
  readonly allowed: string | undefined;
  /** How many there are; as many as `occurrences`. */
  readonly count: number;
  readonly installations: number;
  readonly scenarios: readonly string[];
  readonly states: readonly string[];
  /** The first and the last, as RFC 3339. */
  readonly from: string;
  readonly until: string;
  /** The message of the first, with the offending member marked; undefined where nothing was sent. */
  readonly sample: Sample | undefined;
  readonly occurrences: readonly Occurrence[];
  /** The command that judges the first again. */
  readonly command: string;
  readonly waiver: WaiverEntry | undefined;
  /** Against a baseline, where there is one. */
  readonly isNew: boolean | undefined;
}

export interface Occurrence {
  /** `f-17`, as in result.json. */
  readonly id: string;
  readonly at: string;
  readonly scenario: string;
  readonly installation: string | undefined;
  readonly state: string | undefined;
  readonly message: string;
  readonly sent: string | undefined;
  readonly allowed: string | undefined;
  readonly evidence: {
    readonly trace: string;
    /** 0 where it is what is not there that shows it. */
    readonly line: number;
    readonly pointer: string | undefined;
    readonly member: string | undefined;
    /** SHA-256 of the line with its line feed, as `sha256:…`; undefined for line 0. */
    readonly digest: string | undefined;
  };
}

/** A message as it was sent, decoded, with values redacted by sensitivity unless the report reveals them. */
export interface Sample {
  /** `POST https://…`. */
  readonly request: string;
  readonly lines: readonly SampleLine[];
  /** Lines past the number that is shown. */
  readonly omitted: number;
}

export interface SampleLine {
  readonly part: 'request' | 'header' | 'member' | 'text';
  /** How deep it stands in the payload, from 0. */
  readonly depth: number;
  readonly name: string;
  readonly value: string;
  readonly redacted: boolean;
  /** Why it is marked: `not documented`; undefined where it is not what the finding is about. */
  readonly mark: string | undefined;
}

/** A row of the table that a record of processing (GDPR Article 30) starts from. */
export interface DataItem {
  /** `payload#/pointer`, or what was seen where it is not documented. */
  readonly item: string;
  readonly payload: string;
  readonly field: string;
  readonly documented: boolean;
  readonly category: 'public' | 'pseudonymous' | 'personal' | 'secret' | 'unknown';
  readonly clause: string;
  readonly at: string;
  readonly says: string;
  /** In which states it may be sent, in words. */
  readonly permitted: string;
  /** The consent states in which it was seen. */
  readonly seenIn: readonly string[];
  readonly destinations: readonly string[];
  /** In how many transmissions it was seen. */
  readonly seen: number;
}

export interface InterpretationEntry {
  readonly id: string;
  readonly clauses: readonly string[];
  readonly question: string;
  readonly readings: readonly {
    readonly id: string;
    readonly says: string;
    readonly chosen: boolean;
    /** What its clauses would be under it; empty where only the chosen one was judged. */
    readonly verdicts: readonly { readonly clause: string; readonly verdict: Verdict }[];
  }[];
  readonly because: string;
  readonly decidedBy: string | undefined;
  readonly decidedOn: string | undefined;
  /** Whether the run judged its other readings too. */
  readonly evaluated: boolean;
  /** Whether a verdict rests on it. */
  readonly decisive: boolean;
}

export interface WaiverEntry {
  readonly id: string;
  /** The clause or the rule, and where it holds. */
  readonly scope: string;
  readonly reason: string;
  readonly by: string;
  /** The last day on which it holds. */
  readonly until: string;
  /** How many findings and clauses it covers. */
  readonly matched: number;
  readonly ended: boolean;
}

export interface AttestationEntry {
  readonly clause: string;
  readonly by: string;
  readonly on: string;
  readonly answer: string;
  readonly evidence: readonly string[];
}

/** What is known of how many violations Candor itself would miss: a figure of this run, of another, or none. */
export type CalibrationEntry =
  | { readonly kind: 'measured'; readonly sentence: string; readonly figure: CalibrationFigure }
  | { readonly kind: 'other'; readonly sentence: string; readonly differs: readonly string[] }
  | { readonly kind: 'not measured'; readonly sentence: string };

/** What became of violations, and of changes that break nothing, that were put into compliant traces one at a time. */
export interface CalibrationFigure {
  readonly mutants: CalibrationCounts & { readonly total: number };
  readonly equivalents: { readonly total: number; readonly falseAlarms: number };
  /** Changes that were not made. */
  readonly excluded: number;
  readonly traces: number;
  /** Whether the compliant traces were composed from the documents or recorded. */
  readonly source: 'specimens' | 'traces';
  /** Every rule of the judge; one that several rules must find counts for each. */
  readonly rules: readonly (CalibrationCounts & { readonly rule: string; readonly mutants: number })[];
  readonly survivors: readonly (CalibrationAlarm & { readonly expected: readonly string[] })[];
  readonly falseAlarms: readonly CalibrationAlarm[];
  /** Changes that were not made: those of one kind and one reason together. */
  readonly exclusions: readonly { readonly change: string; readonly because: string }[];
  /** What is not put to the test of a rule, or why nothing is. */
  readonly unmeasured: readonly { readonly rule: string; readonly because: string }[];
}

export interface CalibrationCounts {
  /** By the right rule, and by no other. */
  readonly found: number;
  readonly byAnother: number;
  readonly missed: number;
}

export interface CalibrationAlarm {
  /** What was changed, and how. */
  readonly change: string;
  /** The scenario or the trace that it was changed in. */
  readonly from: string;
  /** The rules that fired, or what was left undecided; empty where nothing was. */
  readonly fired: readonly string[];
}

/** What the gate said, where it was asked. */
export interface GateEntry {
  readonly passed: boolean;
  /** The day that it was asked for. */
  readonly on: string;
  readonly reasons: readonly string[];
  readonly waivers: readonly WaiverEntry[];
  readonly attestations: readonly AttestationEntry[];
  readonly baseline:
    | {
        readonly run: string;
        readonly added: number;
        readonly gone: readonly string[];
        readonly unchanged: number;
      }
    | undefined;
}
