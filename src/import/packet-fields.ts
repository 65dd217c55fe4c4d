import { textMember } from './json-value.js';
import type { Layers } from './tshark.js';

/** The layers of a packet that are of one protocol: mostly one, and several where a packet holds several messages. */
export function layersOf(layers: Layers, protocol: string): readonly unknown[] {
  const found = Object.hasOwn(layers, protocol) ? layers[protocol] : undefined;
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** The bytes of those layers, in the same order: tshark writes hexadecimal digits, a place and a length. */
export function bytesOfLayers(layers: Layers, protocol: string): readonly Buffer[] {
  return rawBytes(Object.hasOwn(layers, `${protocol}_raw`) ? layers[`${protocol}_raw`] : undefined);
}

/** One or several raw values. */
export function rawBytes(raw: unknown): readonly Buffer[] {
  if (!Array.isArray(raw)) return [];
  const [first] = raw as unknown[];
  if (typeof first === 'string') return [Buffer.from(first, 'hex')];
  return raw.flatMap((one) => rawBytes(one));
}

/** Every value of a field, at any depth below. */
export function deepValues(value: unknown, field: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => deepValues(one, field));
  return Object.entries(value).flatMap(([name, one]) =>
    name === field ? (Array.isArray(one) ? one : [one]) : deepValues(one, field),
  );
}

/** The first text of a field, at any depth below. */
export function deepText(value: unknown, field: string): string | undefined {
  return deepValues(value, field).find((one) => typeof one === 'string');
}

/** A field that is a whole number, as tshark writes them: decimal, or hexadecimal with its prefix. */
export function numberField(layer: unknown, field: string): number | undefined {
  const text = textMember(layer, field);
  if (text === undefined || !/^(?:\d{1,15}|0x[0-9a-f]{1,8})$/.test(text)) return undefined;
  return Number(text);
}
