import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const digest = `sha256:${'0'.repeat(64)}`;

const disclosure = `# A disclosure with one of everything, and nothing wrong with it.
disclosure: tiny-1
title: A tiny disclosure
vendor: Nobody
document: { name: A page, locale: en, digest: "${digest}" }
scope: all.bounded
presence: { installed: true }
facts:
  installed: { type: boolean }
  mode: { values: [none, basic, full] }
  network: { values: [on, off] }
actions:
  install:
    with: [mode]
    sets:
      installed: true
      mode: { from: mode, map: { none: none, small: basic, full: full } }
      network: on
  connect: { sets: { network: on } }
  disconnect: { sets: { network: off } }
  ask: {}
  uninstall: { sets: { installed: false } }
payloads:
  report:
    schema: report.schema.json
    clause: report.transmit
    permitted: { mode: [basic, full] }
    forbidden:
      - { while: { mode: none }, clause: report.never }
    schedule:
      after: { network: off }
      every: PT4H
      for: PT24H
      tolerance: PT5M
      clause: report.schedule
      clauses:
        - { by: install, clause: report.schedule-anew }
      interpretations:
        modality: report.modality
  answer:
    schema: answer.schema.json
    clause: answer.transmit
    permitted: { installed: true }
    trigger: { action: ask, within: PT1M }
kit: { clause: kit.files, files: [licence.txt] }
clauses:
  - { id: all.bounded, at: line 1, digest: "${digest}", modality: permission, says: All., verified-by: [report] }
  - { id: report.transmit, at: line 2, digest: "${digest}", modality: obligation, says: It., verified-by: [report] }
  - id: report.fields
    at: line 3
    digest: ${digest}
    modality: obligation
    says: What it holds.
    verified-by:
      - report#/product
      - report#/details
      - report#/details/parts
  - id: report.person
    at: line 4
    digest: ${digest}
    modality: obligation
    says: Who.
    verified-by: [report#/person]
  - { id: report.never, at: line 5, digest: "${digest}", modality: prohibition, says: No., verified-by: [report/forbidden] }
  - { id: report.schedule, at: line 6, digest: "${digest}", modality: obligation, says: When., verified-by: [report/schedule] }
  - { id: report.schedule-anew, at: line 7, digest: "${digest}", modality: obligation, says: So., verified-by: [report/schedule] }
  - { id: answer.transmit, at: line 8, digest: "${digest}", modality: obligation, says: Yes., verified-by: [answer/trigger, answer#/text] }
  - { id: kit.files, at: line 9, digest: "${digest}", modality: statement, says: Files. }
  - { id: care.taken, at: line 10, digest: "${digest}", modality: statement, says: Care is taken. }
interpretations:
  - id: report.modality
    clause: report.schedule
    question: Is it owed?
    readings: { obligation: It is., ceiling: It is not. }
    chosen: obligation
    because: It is said so.
`;

const report = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "additionalProperties": false,
  "required": ["product", "details"],
  "properties": {
    "product": {
      "type": "string",
      "maxLength": 100,
      "x-candor": { "clause": "report.fields" }
    },
    "person": {
      "type": "string",
      "maxLength": 50,
      "x-candor": { "clause": "report.person", "when": { "mode": "full" }, "equals": "mode" }
    },
    "details": {
      "type": "object",
      "x-candor": { "clause": "report.fields" },
      "additionalProperties": false,
      "properties": {
        "parts": {
          "type": "array",
          "maxItems": 9,
          "x-candor": { "clause": "report.fields" },
          "items": { "$ref": "#/$defs/part" }
        }
      }
    }
  },
  "$defs": { "part": { "type": "string", "maxLength": 10 } }
}
`;

const answer = `{
  "type": "object",
  "additionalProperties": false,
  "properties": { "text": { "enum": ["yes", "no"], "x-candor": { "clause": "answer.transmit" } } }
}
`;

export type TinyFile = 'disclosure.yaml' | 'report.schema.json' | 'answer.schema.json';

/** The texts of a sound disclosure, to be spoilt. */
export const tiny: Readonly<Record<TinyFile, string>> = {
  'disclosure.yaml': disclosure,
  'report.schema.json': report,
  'answer.schema.json': answer,
};

export function pathOf(project: string, file: TinyFile): string {
  const folder = file === 'disclosure.yaml' ? 'disclosures' : 'schemas';
  return join(project, folder, 'tiny-1', file);
}

/** Writes the tiny disclosure into a project folder, with some of its files otherwise. */
export function writeTiny(project: string, changed: Partial<Record<TinyFile, string>> = {}): void {
  for (const kind of ['disclosures', 'schemas'])
    mkdirSync(join(project, kind, 'tiny-1'), { recursive: true });
  for (const file of Object.keys(tiny) as TinyFile[]) {
    writeFileSync(pathOf(project, file), changed[file] ?? tiny[file]);
  }
}

/** A text without its mark ¶, and the line and column at which it stood, both from 1. */
export function marked(text: string): { text: string; line: number; column: number } {
  const lines = text.slice(0, text.indexOf('¶')).split('\n');
  return { text: text.replace('¶', ''), line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** Puts one passage in the place of another that stands in the text exactly once. */
export function edited(text: string, before: string, after: string): string {
  const parts = text.split(before);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(before)} stands ${parts.length - 1} times`);
  return parts.join(after);
}
