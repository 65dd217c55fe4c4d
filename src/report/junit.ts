import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { visible } from '../disclosure/visible.js';
import type { Report } from './report.js';
import { type TestCase, type TestSuite, testSuites } from './test-suites.js';

const TEXT_LIMIT = 4000;

/**
 * The run as JUnit XML, as Jenkins, GitLab and their like read it: a suite for each scenario, a case for each clause
 * that a run can verify, and a last suite for what only a person can answer. Violated is a failure, inconclusive an
 * error, not exercised and waived are skipped. No time is measured, so none is claimed.
 */
export function junitReport(report: Report): string {
  const suites = testSuites(report);
  const cases = suites.flatMap((suite) => suite.cases);
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: 'candor',
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    time: '0',
  });
  for (const [index, suite] of suites.entries()) writeSuite(root, suite, index);
  return `${root.end({ prettyPrint: true })}\n`;
}

function writeSuite(root: XMLBuilder, suite: TestSuite, index: number): void {
  const element = root.ele('testsuite', {
    name: harmless(suite.name),
    id: index,
    tests: suite.cases.length,
    failures: count(suite.cases, 'failure'),
    errors: count(suite.cases, 'error'),
    skipped: count(suite.cases, 'skipped'),
    time: '0',
    ...(suite.timestamp === undefined ? {} : { timestamp: harmless(suite.timestamp) }),
  });
  if (suite.properties.length > 0) {
    const properties = element.ele('properties');
    for (const { name, value } of suite.properties)
      properties.ele('property', { name, value: harmless(value) });
  }
  for (const testCase of suite.cases) writeCase(element, testCase);
  if (suite.output.length > 0) element.ele('system-out').txt(lines(suite.output));
}

function writeCase(suite: XMLBuilder, { name, classname, outcome, output }: TestCase): void {
  const element = suite.ele('testcase', { name: harmless(name), classname: harmless(classname), time: '0' });
  if (outcome !== undefined) {
    const { kind, type, message, text } = outcome;
    element.ele(kind, { type: harmless(type), message: harmless(message) }).txt(lines(text));
  }
  if (output.length > 0) element.ele('system-out').txt(lines(output));
}

function count(cases: readonly TestCase[], kind: 'failure' | 'error' | 'skipped'): number {
  return cases.filter(({ outcome }) => outcome?.kind === kind).length;
}

function lines(texts: readonly string[]): string {
  return texts.map(harmless).join('\n');
}

/**
 * A text without what XML 1.0 does not allow. The builder takes an ampersand that looks like a reference for one, so
 * that a captured `&#1;` would end as a broken document and `&lt;` as another text; written twice, it is itself.
 */
function harmless(text: string): string {
  return visible(text, TEXT_LIMIT).replaceAll('&', '&amp;');
}
