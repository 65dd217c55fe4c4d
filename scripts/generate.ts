// Types come from schemas, never by hand beside them. `--check` fails when a checked-in file is stale.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const root = new URL('../../', import.meta.url);

const formats: readonly { schema: string; types: string }[] = [
  { schema: 'schemas/candor/disclosure.schema.json', types: 'src/disclosure/disclosure-file.generated.ts' },
  { schema: 'schemas/candor/annotation.schema.json', types: 'src/disclosure/annotation.generated.ts' },
  { schema: 'schemas/candor/scenario.schema.json', types: 'src/scenario/scenario-file.generated.ts' },
  { schema: 'schemas/candor/system.schema.json', types: 'src/system/system-file.generated.ts' },
  { schema: 'schemas/candor/trace.schema.json', types: 'src/trace/trace-event.generated.ts' },
  { schema: 'schemas/candor/result.schema.json', types: 'src/judge/result.generated.ts' },
];

/** One file of types for a disclosure's payloads, in the order of their names. */
async function payloadTypes(folder: string): Promise<string> {
  const names = (await readdir(new URL(folder, root))).filter((name) => name.endsWith('.schema.json')).sort();
  const parts = await Promise.all(names.map((name) => types(`${folder}/${name}`)));
  return parts.join('\n');
}

async function types(path: string): Promise<string> {
  const schema = JSON.parse(await readFile(new URL(path, root), 'utf8')) as JSONSchema;
  return compile(schema, schema.title ?? 'Schema', {
    bannerComment: '',
    cwd: new URL('.', new URL(path, root)).pathname,
    $refOptions: { resolve: { http: false } },
    unreachableDefinitions: false,
    format: true,
    style: { singleQuote: true, printWidth: 110 },
  });
}

const banner = (from: string): string =>
  `// Generated from ${from} by "npm run generate". Change the schema instead.\n\n`;

const generated: { path: string; text: string }[] = [];
for (const { schema, types: path } of formats) {
  generated.push({ path, text: banner(schema) + (await types(schema)) });
}
for (const id of (await readdir(new URL('schemas', root))).filter((name) => name !== 'candor').sort()) {
  const folder = `schemas/${id}`;
  generated.push({
    path: `${folder}/payloads.generated.ts`,
    text: banner(folder) + (await payloadTypes(folder)),
  });
}

let stale = 0;
for (const { path, text } of generated) {
  const present = await readFile(new URL(path, root), 'utf8').catch(() => undefined);
  if (present === text) continue;
  stale += 1;
  if (process.argv.includes('--check')) console.error(`${path} is stale; run "npm run generate"`);
  else {
    await writeFile(new URL(path, root), text);
    console.error(`wrote ${path}`);
  }
}
if (process.argv.includes('--check') && stale > 0) process.exitCode = 1;
