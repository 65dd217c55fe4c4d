import type { ResultFile } from '../../judge/result.generated.js';
import type { Run } from '../load-run.js';
import type { ExaminedRow } from '../report.js';
import { paragraph } from '../wrap.js';
import { byteSum } from './bytes.js';
import { clockSentences } from './clock-words.js';
import { clean, plural } from './words.js';

type Scenario = ResultFile['scenarios'][number];
type Lines = ExaminedRow['lines'];

/** What each way of capturing sees, and what it cannot. */
const captures: Readonly<Record<string, { readonly says: string; readonly blind: string }>> = {
  proxy: {
    says: 'A proxy on the loopback interface, which ends TLS with certificates of the run’s own authority.',
    blind:
      'The proxy sees what the product sends through it. What a product sends past its proxy settings is not seen.',
  },
  namespace: {
    says: 'A network of the product’s own, in which every address is Candor’s: all that left was seen, and nothing could leave otherwise.',
    blind:
      'The namespace sees all that the product sends over a network. What it hands to another program outside, or leaves in a file for later, is not seen.',
  },
  module: {
    says: 'Inside the product’s own process, where its HTTP requests are intercepted and its other sockets denied.',
    blind:
      'The interception sees the requests of the module in its own thread. What native code or another process sends for it is not seen.',
  },
};

/** What was examined, and with what. */
export function examinedRows(run: Run): readonly ExaminedRow[] {
  const { result } = run;
  const rows: readonly (readonly [string, Lines])[] = [
    ['Product', productLines(result.scenarios)],
    ['System', systemLines(run)],
    ['Disclosure', disclosureLines(run)],
    ['Document', documentLines(run)],
    ['Recorded', recordedLines(result.scenarios)],
    ['Observed', observedLines(result.scenarios)],
    ['Scenarios', scenarioLines(run)],
    ['Capture', captureLines(result.scenarios)],
    ['Bytes', [byteSum(result) ?? []].flat().map((text) => ({ text }))],
    ['Clock', clockSentences(result).map((text) => ({ text }))],
    ['Excluded', excludedLines(result)],
    ['Judged with', [{ text: clean(result.instrument, 200) }]],
  ];
  return rows.filter(([, lines]) => lines.length > 0).map(([label, lines]) => ({ label, lines }));
}

/** What the ways of capturing that were used cannot see: each a limit of the report. */
export function blindSpots({ scenarios }: ResultFile): readonly string[] {
  return distinct(scenarios.flatMap(({ capture }) => capture ?? [])).map(
    (capture) =>
      captures[capture]?.blind ?? `It is not known what the capture "${clean(capture, 40)}" cannot see.`,
  );
}

function productLines(scenarios: readonly Scenario[]): Lines {
  const products = new Map(
    scenarios.flatMap(({ product }) =>
      product === undefined ? [] : [[JSON.stringify(product), product] as const],
    ),
  );
  const lines = [...products.values()].flatMap(({ name, version, artifacts = [] }) => [
    { text: clean(`${name} ${version}`, 400) },
    ...artifacts.map((artifact) => ({ text: clean(artifact.name, 400), digest: artifact.digest })),
  ]);
  const unnamed = scenarios.filter(({ product }) => product === undefined).length;
  if (unnamed === 0) return lines;
  return [
    ...lines,
    { text: `${plural(unnamed, 'trace')} ${unnamed === 1 ? 'does' : 'do'} not say what was observed.` },
  ];
}

function systemLines({ system, result }: Run): Lines {
  const { id, digest } = result.system;
  if (id === null) return [];
  const title = system?.file.value.title;
  const named = title === undefined ? [] : [{ text: paragraph(title) }];
  return [...named, { text: `systems: ${id}`, ...(digest === undefined ? {} : { digest }) }];
}

function disclosureLines({ disclosure, result }: Run): Lines {
  const { id, digest } = result.disclosure;
  if (id === null) return [{ text: 'The traces name no disclosure.' }];
  const title = disclosure?.file.value.title;
  const vendor = disclosure?.file.value.vendor;
  return [
    ...(title === undefined ? [] : [{ text: paragraph(title) }]),
    ...(vendor === undefined ? [] : [{ text: `Vendor: ${paragraph(vendor)}` }]),
    { text: id, ...(digest === undefined ? {} : { digest }) },
  ];
}

function documentLines({ disclosure }: Run): Lines {
  const document = disclosure?.file.value.document;
  if (document === undefined) return [];
  return [{ text: `${paragraph(document.name)} (${document.locale})`, digest: document.digest }];
}

function recordedLines(scenarios: readonly Scenario[]): Lines {
  const instants = distinct(scenarios.flatMap(({ recorded }) => recorded ?? [])).sort();
  const [first, last] = [instants.at(0), instants.at(-1)];
  if (first === undefined || last === undefined)
    return [{ text: 'The traces do not say when they were recorded.' }];
  return [{ text: first === last ? first : `${first} to ${last}` }];
}

function observedLines(scenarios: readonly Scenario[]): Lines {
  const from = scenarios.flatMap((scenario) => scenario.from ?? []).sort()[0];
  const until = scenarios
    .flatMap((scenario) => scenario.until ?? [])
    .sort()
    .at(-1);
  if (from === undefined || until === undefined) return [];
  return [{ text: `${from} to ${until}, by the product’s clock` }];
}

function scenarioLines({ result: { scenarios }, failures }: Run): Lines {
  const complete = scenarios.filter((scenario) => scenario.complete).length;
  const transmissions = scenarios.reduce((sum, scenario) => sum + scenario.transmissions, 0);
  return [
    {
      text: `${scenarios.length}, of which ${complete} came to their end with a live capture; ${plural(transmissions, 'transmission')}`,
    },
    ...failures.map(({ scenario }) => ({ text: `${scenario} could not be judged: see the limits.` })),
  ];
}

function captureLines(scenarios: readonly Scenario[]): Lines {
  const used = distinct(scenarios.flatMap(({ capture }) => capture ?? []));
  if (used.length === 0) return [{ text: 'The traces do not say how they were captured.' }];
  return used.flatMap((capture) => {
    const known = captures[capture];
    return known === undefined
      ? [{ text: clean(capture, 40) }]
      : [{ text: known.says }, { text: known.blind }];
  });
}

function excludedLines({ excluded }: ResultFile): Lines {
  return excluded.map(({ url, because, transmissions }) => ({
    text: `${clean(url, 500)} (${clean(because)}), ${plural(transmissions, 'transmission')}`,
  }));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
