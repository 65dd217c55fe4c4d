import type { Action } from './disclosure-file.generated.js';

type Value = string | boolean;

/**
 * The facts that an action sets when it is done with these parameters (DESIGN 4.1, `actions`). A parameter that is
 * neither given nor has a default sets nothing, and neither does a value that the fact's map does not name.
 */
export function factsOfAction(
  action: Action,
  parameters: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const facts = Object.entries(action.sets ?? {}).flatMap(([fact, source]): [string, Value][] => {
    const value = typeof source === 'object' ? valueFrom(source, parameters) : source;
    return value === undefined ? [] : [[fact, value]];
  });
  return Object.fromEntries(facts);
}

interface Source {
  readonly from: string;
  readonly map?: Readonly<Record<string, Value>>;
  readonly default?: Value;
}

function valueFrom(source: Source, parameters: Readonly<Record<string, Value>>): Value | undefined {
  const given = own(parameters, source.from) ?? source.default;
  if (given === undefined || source.map === undefined) return given;
  return own(source.map, String(given));
}

/** A parameter may well be called `constructor`. */
function own(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
