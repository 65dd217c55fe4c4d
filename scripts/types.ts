import { readdir, readFile } from 'node:fs/promises';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { GeneratedFile } from './generated-file.js';

const formats: readonly { readonly schema: string; readonly types: string }[] = [
  { schema: 'schemas/candor/disclosure.schema.json', types: 'src/disclosure/disclosure-file.generated.ts' },
  { schema: 'schemas/candor/annotation.schema.json', types: 'src/disclosure/annotation.generated.ts' },
  { schema: 'schemas/candor/scenario.schema.json', types: 'src/scenario/scenario-file.generated.ts' },
  { schema: 'schemas/candor/system.schema.json', types: 'src/system/system-file.generated.ts' },
  { schema: 'schemas/candor/trace.schema.json', types: 'src/trace/trace-event.generated.ts' },
  { schema: 'schemas/candor/timeline.schema.json', types: 'src/import/timeline-file.generated.ts' },
  { schema: 'schemas/candor/result.schema.json', types: 'src/judge/result.generated.ts' },
  {
    schema: 'schemas/candor/calibration.schema.json',
    types: 'src/calibration/calibration-file.generated.ts',
  },
  { schema: 'schemas/candor/failures.schema.json', types: 'src/report/failures.generated.ts' },
  { schema: 'schemas/candor/waivers.schema.json', types: 'src/report/gate/waivers.generated.ts' },
  { schema: 'schemas/candor/attestations.schema.json', types: 'src/report/gate/attestations.generated.ts' },
  { schema: 'schemas/candor/gate.schema.json', types: 'src/report/gate/gate.generated.ts' },
  { schema: 'schemas/candor/contract.schema.json', types: 'src/contract/contract-file.generated.ts' },
];

/** The types of Candor's own formats, and those of each disclosure's payloads. Types are never written by hand. */
export async function typeFiles(root: URL): Promise<readonly GeneratedFile[]> {
  const own = formats.map(async ({ schema, types: path }) => ({
    path,
    text: banner(schema) + (await types(root, schema)),
  }));
  const disclosures = (await readdir(new URL('schemas', root))).filter((name) => name !== 'candor').sort();
  const payloads = disclosures.map(async (id) => ({
    path: `schemas/${id}/payloads.generated.ts`,
    text: banner(`schemas/${id}`) + (await payloadTypes(root, `schemas/${id}`)),
  }));
  return Promise.all([...own, ...payloads]);
}

/** One file of types for a disclosure's payloads, in the order of their names. */
async function payloadTypes(root: URL, folder: string): Promise<string> {
  const names = (await readdir(new URL(folder, root))).filter((name) => name.endsWith('.schema.json')).sort();
  const parts = await Promise.all(names.map((name) => types(root, `${folder}/${name}`)));
  return parts.join('\n');
}

async function types(root: URL, path: string): Promise<string> {
  const schema = JSON.parse(await readFile(new URL(path, root), 'utf8')) as JSONSchema;
  return compile(schema, schema.title ?? 'Schema', {
    bannerComment: '',
    cwd: new URL('.', new URL(path, root)).pathname,
    $refOptions: { resolve: { http: false } },
    // A case for each permitted length of a list would be a thousand lines; the schema holds the bounds.
    maxItems: 1,
    unreachableDefinitions: false,
    format: true,
    style: { singleQuote: true, printWidth: 110 },
  });
}

function banner(from: string): string {
  return `// Generated from ${from} by "npm run generate". Change the schema instead.\n\n`;
}
