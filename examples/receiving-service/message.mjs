const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' };

/**
 * The payload that a message carries, under the payload's own names.
 * @returns its value, and what is wrong with the message itself
 */
export function readMessage(route, { target, headers, body }) {
  const query = [...new URL(target, 'http://service.invalid').searchParams];
  const fromQuery = route.query === 'fields';
  const problems = [];
  if (!fromQuery && query.length > 0) problems.push(`the query has ${named(query)}, which is not disclosed`);
  if (route.body === undefined) {
    if (body.length > 0) problems.push('a body is not disclosed for this route');
    return fromQuery ? readPairs(route, query, problems) : { value: {}, problems };
  }
  const type = (headers['content-type'] ?? '').replace(/;.*/s, '').trim().toLowerCase();
  if (type !== types[route.body]) problems.push(`the body must be ${types[route.body]}`);
  if (problems.length > 0) return { value: {}, problems };
  const text = body.toString('utf8');
  return route.body === 'form'
    ? readPairs(route, [...new URLSearchParams(text)], problems)
    : readJson(route, text, problems);
}

function readJson(route, text, problems) {
  try {
    const left = JSON.parse(text);
    const taken = Object.entries(route.map ?? {}).flatMap(([wire, field]) => {
      const member = take(left, keysOf(wire));
      return member === undefined ? [] : [{ field, value: member.value }];
    });
    for (const { field, value } of taken) put(left, keysOf(field), value);
    return { value: left, problems };
  } catch {
    return { value: {}, problems: [...problems, 'the body is no JSON'] };
  }
}

/** Texts, by the schema's types. A list has its name once for each member. */
function readPairs({ map = {}, schema }, pairs, problems) {
  const value = {};
  for (const [wire, text] of pairs) {
    const name = (Object.hasOwn(map, wire) ? map[wire] : wire).replace(/^\//, '');
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : {};
    const known = Object.hasOwn(value, name) ? value[name] : undefined;
    if (property.type === 'array') define(value, name, [...(known ?? []), typed(property.items, text)]);
    else if (known === undefined) define(value, name, typed(property, text));
    else problems.push(`${JSON.stringify(wire)} stands twice`);
  }
  return { value, problems };
}

function typed({ type }, text) {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function keysOf(name) {
  if (!name.startsWith('/')) return [name];
  const keys = name.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function take(holder, [key, ...rest]) {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  const value = holder[key];
  const taken = rest.length === 0 ? { value } : take(value, rest);
  const isEmptied = taken !== undefined && (rest.length === 0 || Object.keys(value).length === 0);
  if (isEmptied) delete holder[key];
  return taken;
}

function put(holder, [key, ...rest], value) {
  if (rest.length === 0) return define(holder, key, value);
  if (!Object.hasOwn(holder, key)) define(holder, key, {});
  return put(holder[key], rest, value);
}

/** Not by assignment: a name may be `__proto__`. */
function define(holder, key, value) {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function named(pairs) {
  return pairs.map(([name]) => JSON.stringify(name)).join(', ');
}
