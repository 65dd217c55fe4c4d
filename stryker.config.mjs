import Module from 'node:module';
import fc from 'fast-check';

// The runner asks mocha for two of its files without their extension, which mocha 12 has changed to one that
// Node does not try by itself. So it must be loaded after this, and not by its name in `plugins`.
Module._extensions['.cjs'] ??= Module._extensions['.js'];
const runner = await import('@stryker-mutator/mocha-runner');

/** What a rule says of itself in the docs and reports. The docs tests hold it; no verdict rests on it. */
const PROSE = new Set(['fires', 'charged', 'explanation', 'remedy']);

/** Leaves the prose of `defineRule({ … })` as it is, and nothing else of it. */
const ruleProse = {
  kind: 'Ignore',
  name: 'rule-prose',
  value: {
    shouldIgnore({ node, parentPath }) {
      const call = parentPath?.parentPath?.node;
      if (node.type !== 'ObjectProperty' || call?.type !== 'CallExpression') return undefined;
      const isProse = call.callee.name === 'defineRule' && PROSE.has(node.key.name);
      return isProse ? 'the prose of a rule' : undefined;
    },
  },
};

// The same properties for every mutant, and no time spent on the smallest case that kills it.
fc.configureGlobal({ seed: 20_260_101, endOnFailure: true });

export const strykerPlugins = [...runner.strykerPlugins, ruleProse];
export const { strykerValidationSchema } = runner;

/** Mutation testing of the judge: docs/mutation.md says what is mutated, what is not, and why. */
export default {
  mutate: ['src/judge/*.ts', '!src/judge/*.generated.ts'],
  ignorers: ['rule-prose'],
  plugins: ['./stryker.config.mjs'],
  disableTypeChecks: 'src/judge/*.ts',
  // Stryker would rewrite this file with an interface that TypeScript 7 does not have; nothing in it needs it.
  tsconfigFile: 'none',
  buildCommand: 'tsc -p tsconfig.build.json',
  testRunner: 'mocha',
  mochaOptions: {
    'no-config': true,
    // What fails soonest comes first.
    spec: ['rules', 'told-*', '*'].map((name) => `build/test/judge/${name}.test.js`),
    // Seconds each, for every mutant that they do not kill; docs/mutation.md says what that leaves out.
    ignore: ['memory', 'concealment.property', 'states.property', 'routes.property'].map(
      (name) => `build/test/judge/${name}.test.js`,
    ),
    grep: '^(?!.*(of very many installations|keep counting findings past))',
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant that loops without end is stopped by its count of steps; a slow machine must not count as one.
  timeoutMS: 60_000,
  tempDirName: 'reports/mutation/sandbox',
  ignorePatterns: ['build', '.build-*', 'coverage', 'reports'],
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: false, allowColor: false },
  thresholds: { high: 95, low: 85, break: 85 },
  allowConsoleColors: false,
};
