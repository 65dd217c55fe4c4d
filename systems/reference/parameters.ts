import { errorCode, RequestError } from './request-error.js';

/** A JSON object whose members are not known yet. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Narrows `value` to an object; `place` names it in the error. Throws RequestError (invalid params). */
export function objectOf(value: unknown, place: string): Parameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${place} must be an object`);
  }
  return value as Parameters;
}

/** The string member `name`. Throws RequestError (invalid params) where it is absent or something else. */
export function stringOf(parameters: Parameters, name: string): string {
  const value = own(parameters, name);
  if (typeof value !== 'string' || value === '') throw invalid(`${name} must be a string that is not empty`);
  return value;
}

/** The member `name` if it is one of `values`. Throws RequestError (invalid params) otherwise. */
export function oneOf<Value extends string>(
  parameters: Parameters,
  name: string,
  values: readonly Value[],
): Value {
  const found = values.find((value) => value === own(parameters, name));
  if (found === undefined) throw invalid(`${name} must be one of ${values.join(', ')}`);
  return found;
}

/** The boolean member `name`, or undefined where it is absent. Throws RequestError on anything else. */
export function optionalBoolean(parameters: Parameters, name: string): boolean | undefined {
  const value = own(parameters, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(`${name} must be true or false`);
}

/** The RFC 3339 UTC member `name`, in milliseconds since 1970. Throws RequestError (invalid params). */
export function instantOf(parameters: Parameters, name: string): number {
  const text = stringOf(parameters, name);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(`${name} must be an RFC 3339 instant in UTC`);
  return time;
}

/** Throws RequestError (invalid params) where there is a member that is not in `names`. */
export function onlyMembers(parameters: Parameters, names: readonly string[]): void {
  const stranger = Object.keys(parameters).find((name) => !names.includes(name));
  if (stranger !== undefined) throw invalid(`unknown parameter ${stranger}`);
}

/** The value of an own member: `__proto__` and `constructor` are names like any other. */
export function own(parameters: Parameters, name: string): unknown {
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/** An invalid-params error that says what would be right. */
export function invalid(message: string): RequestError {
  return new RequestError(errorCode.invalidParams, message);
}
