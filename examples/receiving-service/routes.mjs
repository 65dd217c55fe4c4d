import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import { parse } from 'yaml';

/**
 * What a service may receive: each route of the system file, with the schema of its payload.
 *
 * @param project a folder with disclosures/ and schemas/
 * @param system the system file, whose routes these are
 */
export async function loadRoutes(project, system) {
  const { disclosure: id, routes } = parse(await readFile(system, 'utf8'));
  const { payloads } = parse(await readFile(join(project, 'disclosures', id, 'disclosure.yaml'), 'utf8'));
  const compile = compiler();
  return Promise.all(
    routes.map(async (route) => {
      const file = join(project, 'schemas', id, payloads[route.payload].schema);
      const schema = JSON.parse(await readFile(file, 'utf8'));
      const { pathname } = new URLPattern(route.url);
      return { ...route, pattern: new URLPattern({ pathname }), schema, validate: compile(schema) };
    }),
  );
}

/** The schemas are closed at every depth: what they do not name, they reject. */
function compiler() {
  const ajv = new Ajv2020({ allErrors: true, ownProperties: true, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addKeyword('x-candor');
  return (schema) => ajv.compile(schema);
}
